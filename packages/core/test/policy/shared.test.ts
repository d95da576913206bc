import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AuthorizationRequest,
  bindContext,
  compilePolicies,
  evaluate,
  type PolicyStatement,
} from '../../src/policy/index.js';
import { sharedActions, sharedConditions } from '../../src/policy/shared-elements.js';
import { standingOf } from '../../src/policy/standing.js';
import { Turns } from '../../src/policy/turns.js';

const runs = { numRuns: 300 };
const pool = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_';
const asked: AuthorizationRequest = { action: 'cognito-idp:AdminGetUser', resource: `${pool}a` };

describe('what policies share', () => {
  const entries = fc.array(fc.constantFrom('a:b', 'a:*', 'A:b', 'a:b,a:*', '*', 'é:\ud800'), {
    maxLength: 40,
  });
  const values = fc.array(fc.constantFrom('x', 'y', '${aws:username}', '"', 'z'.repeat(300)), {
    maxLength: 3,
  });
  const name = { quantifier: 'single', base: 'StringLike', ifExists: false } as const;

  it('is equal to what each has, and the same where it was met before', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(entries, fc.boolean(), values), { minLength: 2 }), (all) => {
        for (const [entry, negated, list] of all) {
          const own = { entries: entry, negated };
          expect(sharedActions(own)).toEqual(own);
          if (entry.length < 10)
            expect(sharedActions({ entries: [...entry], negated })).toBe(sharedActions(own));
          const conditions = [{ operator: 'StringLike', name, key: entry[0] ?? '', values: list }];
          expect(sharedConditions(conditions)).toEqual(conditions);
        }
      }),
      runs,
    );
  });

  it('is not looked for where it is long', () => {
    const conditionsOf = (key: string, list: readonly string[]) => [
      { operator: 'StringLike', name, key, values: list },
    ];
    let read = 0;
    const counting: ProxyHandler<readonly string[]> = {
      get: (list, member) => {
        read++;
        return Reflect.get(list, member, list);
      },
    };
    const many = conditionsOf('k', new Proxy<readonly string[]>(Array(100_000).fill('x'), counting));
    expect(sharedConditions(many)).toBe(many);
    expect(read).toBeLessThan(1000);
    // Whatever is long in it: no two of them are made one.
    for (const [key, list] of [
      ['k', ['x'.repeat(300)]],
      ['k'.repeat(300), ['x']],
      ['k'.repeat(300), []],
    ] as const) {
      const all = [1, 2].map(() => sharedConditions(conditionsOf(key, [...list])));
      expect(all[1]).not.toBe(all[0]);
    }
    const short = [1, 2].map(() => sharedConditions(conditionsOf('k', ['x'.repeat(100)])));
    expect(short[1]).toBe(short[0]);
  });

  it('nobody can change', () => {
    expect(Object.isFrozen(sharedActions({ entries: ['a:unmet'], negated: false }).entries)).toBe(true);
    const document = { Effect: 'Allow' as const, Action: 'a:b', Resource: '*' };
    const policy = (condition: object) =>
      compilePolicies([{ Version: '2012-10-17', Statement: { ...document, ...condition } }]);
    const values = ['x'];
    const condition = { Condition: { StringEquals: { 'aws:username': values } } };
    const first = policy(condition);
    values[0] = 'y';
    const second = policy(condition);
    const ask = (user: string) => ({ action: 'a:b', resource: '*', context: { 'aws:username': user } });
    const answers = [first, second].map((set) => ['x', 'y'].map((user) => evaluate(set, ask(user)).decision));
    expect(answers).toEqual([
      ['allowed', 'implicitDeny'],
      ['implicitDeny', 'allowed'],
    ]);
  });

  it('gives variables of each set their own value, whatever was compiled before', () => {
    const like = { StringLike: { 'aws:RequestTag/owner': '${aws:username}*' } };
    const Statement: PolicyStatement = { Effect: 'Allow', Action: 'a:b', Resource: '*', Condition: like };
    const ask = (owner: string) => ({
      action: 'a:b',
      resource: '*',
      context: { 'aws:RequestTag/owner': owner, 'aws:username': 'alice' },
    });
    const sets = [
      compilePolicies([{ Version: '2012-10-17', Statement }]),
      compilePolicies([{ Version: '2008-10-17', Statement }]),
      bindContext(compilePolicies([{ Version: '2012-10-17', Statement }]), { 'aws:username': 'bob' }),
    ];
    const owners = ['alice1', '${aws:username}1', 'bob1'];
    for (const order of [sets, [...sets].reverse()]) for (const set of order) evaluate(set, ask('x'));
    const allowed = sets.map((set) => owners.filter((one) => evaluate(set, ask(one)).decision === 'allowed'));
    expect(allowed).toEqual([['alice1'], ['${aws:username}1'], ['bob1']]);
  });
});

describe('turns', () => {
  const keeper = () => {
    const one = { used: false, forgotten: 0 };
    const takeUse = () => {
      const { used } = one;
      one.used = false;
      return used;
    };
    return Object.assign(one, { takeUse, forget: () => void one.forgotten++ });
  };

  it('go to whoever asks, at the cost of the first that was of no use since', () => {
    const turns = new Turns(3);
    const [a, b, c, d, e, f] = [keeper(), keeper(), keeper(), keeper(), keeper(), keeper()];
    for (const one of [a, b, c]) turns.take(one);
    const forgotten = () => [a, b, c, d, e, f].map((one) => one.forgotten);
    expect(forgotten()).toEqual([0, 0, 0, 0, 0, 0]);
    a.used = true;
    turns.take(d);
    expect(forgotten()).toEqual([0, 1, 0, 0, 0, 0]);
    for (const one of [a, c, d]) one.used = true;
    turns.take(e);
    expect(forgotten()).toEqual([0, 1, 1, 0, 0, 0]);
    turns.take(f);
    expect(forgotten()).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it('are no reason that an active set forgets, nor for another answer of one that did', () => {
    const setOf = (name: string) =>
      compilePolicies([
        {
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Action: 'cognito-idp:*', Resource: `${pool}${name}` },
        },
      ]);
    const standing = standingOf(undefined);
    const isKept = (set: ReturnType<typeof setOf>, resource: string) =>
      set.recall(set.plan(asked.action), resource, standing) !== undefined;
    const askTwice = (set: ReturnType<typeof setOf>) => [1, 2].map(() => evaluate(set, asked).decision);
    const [active, idle] = [setOf('a'), setOf('a')];
    askTwice(active);
    askTwice(idle);
    expect([active, idle].map((set) => isKept(set, asked.resource))).toEqual([true, true]);
    const others = Array.from({ length: 2100 }, (_, index) => {
      const other = setOf(index % 2 === 0 ? 'a' : 'b');
      expect(askTwice(other)).toEqual(Array(2).fill(index % 2 === 0 ? 'allowed' : 'implicitDeny'));
      expect(isKept(active, asked.resource)).toBe(true);
      return other;
    });
    expect(isKept(idle, asked.resource)).toBe(false);
    expect(askTwice(idle)).toEqual(['allowed', 'allowed']);
    expect(isKept(idle, asked.resource)).toBe(true);
    expect(others.filter((set) => isKept(set, asked.resource)).length).toBeLessThanOrEqual(1024);
  });
});
