import { describe, expect, test } from 'vitest';
import { catalog } from '../../src/cognito/catalog.js';
import type { Caller } from '../../src/cognito/principal.js';
import { roleSession } from '../../src/cognito/principal-of-entry.js';
import { createSurroundings } from '../../src/cognito/request-context.js';
import { sharedPolicies } from '../../src/http/shared-policies.js';
import { compilePolicies, conditionKeysRead, type PolicySet } from '../../src/policy/index.js';
import { directory } from './authorizer-fixture.js';

const surroundings = createSurroundings(directory, 'us-east-1');
const [role] = directory.roles;
if (role === undefined) throw new Error('there is a role');

interface Session {
  readonly name?: string;
  readonly team?: string;
  readonly issued?: string;
}
const callerOf = (policies: PolicySet, { name = 's', team = 'red', issued = 'i' }: Session = {}): Caller => ({
  principal: roleSession(role, name, { tags: { team }, context: { 'aws:TokenIssueTime': issued } }),
  policies,
});
const reading = (...keys: readonly string[]) =>
  compilePolicies([
    {
      Version: '2012-10-17',
      Statement: keys.map((key) => ({
        Effect: 'Allow' as const,
        Action: 'cognito-idp:*',
        Resource: '*',
        Condition: { StringLike: { [key]: 'r*' } },
      })),
    },
  ]);

describe('callers share', () => {
  test('the very set they have, where it reads nothing of them', () => {
    const shared = sharedPolicies(surroundings);
    const set = reading('aws:SourceIp', 'aws:RequestTag/team');
    for (const session of [{}, { name: 'other', team: 'blue' }]) {
      const caller = callerOf(set, session);
      expect(shared.policiesOf(caller, shared.know(caller)).policies).toBe(set);
    }
    expect(shared.size).toBe(0);
    expect(shared.know(callerOf(set)).asker).not.toBe(shared.know(callerOf(set, { team: 'blue' })).asker);
  });

  test('one set, and one asker, for all tokens of a principal', () => {
    const shared = sharedPolicies(surroundings);
    const set = reading('aws:PrincipalTag/team', 'aws:userid');
    const callers = Array.from({ length: 50 }, (_, index) => callerOf(set, { issued: `${index}` }));
    expect(new Set(callers.map((caller) => shared.know(caller).asker)).size).toBe(1);
    const bound = new Set(callers.map((caller) => shared.policiesOf(caller, shared.know(caller))));
    expect(bound.size).toBe(1);
    expect(shared.size).toBe(3);
    const other = callerOf(set, { name: 'other' });
    expect(bound).not.toContain(shared.policiesOf(other, shared.know(other)));
  });

  test('a set, but no asker, with principals of whom the policies read the same', () => {
    const shared = sharedPolicies(surroundings);
    const set = reading('AWS:principaltag/TEAM');
    const [one, other, blue] = [{}, { name: 'other' }, { team: 'blue' }].map((session) => {
      const caller = callerOf(set, session);
      const known = shared.know(caller);
      return { asker: known.asker, bound: shared.policiesOf(caller, known) };
    });
    expect(one?.bound).toBe(other?.bound);
    expect(one?.asker).not.toBe(other?.asker);
    expect(blue?.bound).not.toBe(one?.bound);
    expect(blue?.asker).not.toBe(one?.asker);
  });

  test('nothing with callers who have other policies', () => {
    const shared = sharedPolicies(surroundings);
    const [one, other] = [1, 2].map(() => {
      const caller = callerOf(reading('aws:PrincipalTag/team'));
      const known = shared.know(caller);
      return { asker: known.asker, bound: shared.policiesOf(caller, known) };
    });
    expect(one?.bound).not.toBe(other?.bound);
    expect(one?.asker).not.toBe(other?.asker);
  });

  test('a set in which the time of issue is asked for, each with its own', () => {
    const shared = sharedPolicies(surroundings);
    const set = reading('aws:PrincipalTag/team', 'AWS:tokenissuetime');
    const [one, other] = ['1', '2'].map((issued) => {
      const caller = callerOf(set, { issued });
      const known = shared.know(caller);
      return { ...known, bound: shared.policiesOf(caller, known) };
    });
    expect(one?.bound).toBe(other?.bound);
    expect(one?.asker).toBe(other?.asker);
    expect([one?.own, other?.own]).toEqual([{ 'aws:TokenIssueTime': '1' }, { 'aws:TokenIssueTime': '2' }]);
    const { action } = catalog.operation('ListUsers');
    expect(one && conditionKeysRead(one.bound.policies, action)).toEqual(['aws:tokenissuetime']);
  });

  test('so many statements and no more, the one in use whatever its size', () => {
    const shared = sharedPolicies(surroundings, 100);
    const set = reading(...Array.from({ length: 30 }, () => 'aws:userid'));
    const boundFor = (policies: PolicySet, name: string) => {
      const caller = callerOf(policies, { name });
      return shared.policiesOf(caller, shared.know(caller));
    };
    const first = boundFor(set, 'n0');
    for (let index = 1; index < 20; index++) {
      const bound = boundFor(set, `n${index}`);
      expect(boundFor(set, `n${index}`)).toBe(bound);
      expect(shared.size).toBeLessThanOrEqual(100);
    }
    expect(boundFor(set, 'n0')).not.toBe(first);
    const large = reading(...Array.from({ length: 500 }, () => 'aws:userid'));
    expect(boundFor(large, 'n')).toBe(boundFor(large, 'n'));
    expect(shared.size).toBeLessThanOrEqual(100);
  });
});
