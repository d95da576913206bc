import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeContext } from '../../src/http/context-encoding.js';
import { type DecisionCacheLimits, decisionCache, noDecisionCache } from '../../src/http/decision-cache.js';
import {
  type AuthorizationRequest,
  bindContext,
  type ContextValue,
  compilePolicies,
  conditionKeysRead,
  evaluate,
  type PolicyDocument,
  type PolicySet,
} from '../../src/policy/index.js';

const account = '123456789012';
const pools = ['a', 'b'].map((id) => `arn:aws:cognito-idp:us-east-1:${account}:userpool/us-east-1_${id}`);
const actions = ['cognito-idp:AdminGetUser', 'cognito-idp:ListUsers'];

const cacheOf = (limits: Partial<DecisionCacheLimits> = {}) =>
  decisionCache({ evaluate, conditionKeysRead }, { principals: 10, decisionsPerPrincipal: 10, ...limits });

const allowing = (
  Condition?: NonNullable<Exclude<PolicyDocument['Statement'], readonly unknown[]>['Condition']>,
): PolicySet =>
  compilePolicies([
    {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: actions[0]!, Resource: '*', ...(Condition && { Condition }) },
    },
  ]);

const requestOf = (changes: Partial<AuthorizationRequest> = {}): AuthorizationRequest => ({
  action: actions[0]!,
  resource: pools[0]!,
  principal: { arn: `arn:aws:iam::${account}:user/alice` },
  ...changes,
});

describe('law: a remembered decision is the one that evaluating gives', () => {
  const keys = [
    'aws:SourceIp',
    'aws:CurrentTime',
    'aws:TagKeys',
    'aws:PrincipalTag/team',
    'aws:ResourceTag/stage',
    'aws:EpochTime',
  ];
  const texts = ['', 'a', 'b', 'a,b', '1', 'true', '10.0.0.1', '2026-01-01T00:00:00Z'];
  const scalar: fc.Arbitrary<string | number | boolean | Date> = fc.oneof(
    fc.constantFrom(...texts),
    fc.constantFrom(0, 1, -1),
    fc.boolean(),
    fc.constantFrom(0, 1).map((day) => new Date(Date.UTC(2026, 0, 1 + day))),
  );
  const contextValue: fc.Arbitrary<ContextValue> = fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }));
  const spelled = fc.constantFrom(...keys, ...keys.map((key) => key.toLowerCase()));
  const context = fc.dictionary(spelled, contextValue, { maxKeys: 4 });
  const condition = fc
    .tuple(
      fc.constantFrom(
        'StringEquals',
        'StringNotEquals',
        'ForAllValues:StringLike',
        'Null',
        'StringEqualsIfExists',
      ),
      fc.constantFrom(...keys),
      fc.constantFrom('a', 'b', 'a,b', '1', 'true', '${aws:PrincipalTag/team}', '${aws:CurrentTime}'),
    )
    .map(([operator, key, value]) => ({ [operator]: { [key]: operator === 'Null' ? 'true' : value } }));
  const statement = fc.record({
    Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
    Action: fc.constantFrom(...actions, 'cognito-idp:*'),
    Resource: fc.constantFrom(...pools, '*'),
    Condition: fc.oneof(fc.constant({}), condition),
  });
  const set = fc
    .array(statement, { minLength: 1, maxLength: 4 })
    .map((Statement) => compilePolicies([{ Version: '2012-10-17', Statement }]));
  const bound = fc.tuple(set, context).map(([policies, constants]) => bindContext(policies, constants));
  const request = fc.record({
    action: fc.constantFrom(...actions),
    resource: fc.constantFrom(...pools, '*'),
    principal: fc.constantFrom(
      { arn: `arn:aws:iam::${account}:user/alice` },
      { arn: `arn:aws:sts::${account}:assumed-role/R/alice`, roleArn: `arn:aws:iam::${account}:role/R` },
      { arn: `arn:aws:sts::${account}:assumed-role/R/alice`, roleArn: `arn:aws:iam::${account}:role/x/R` },
      { arn: 'anonymous' },
    ),
    context,
  });

  test('whatever the policies, the clock and the context, and whatever was asked before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(set, bound), { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(2), request), { maxLength: 40 }),
        fc.constantFrom(1, 3, 100),
        (sets, asked, room) => {
          const cache = cacheOf({ principals: room, decisionsPerPrincipal: room });
          for (const [index, one] of asked) {
            const policies = sets[index % sets.length]!;
            expect(cache.evaluate(policies, one).decision).toEqual(evaluate(policies, one));
          }
          const { hits, misses, bypassed } = cache.counters;
          expect(hits + misses + bypassed).toBe(asked.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('different values have different encodings', () => {
    const values: ContextValue[] = [
      ...['', 'a', 'b', 'a,b', 'ab', '1', '-0', 'true', '1:a', 's1:a', '1970-01-01T00:00:00.000Z'],
      ...[0, 1, true, false, new Date(0), new Date(1)],
      ...[[], [''], ['', ''], ['a'], ['a', 'b'], ['a,b'], ['ab'], ['b', 'a'], [1], ['1'], [1, 1], [11]],
    ];
    const read = new Set(['aws:tagkeys', 'aws:userid']);
    const contexts = [
      {},
      ...values.flatMap((value) => [
        { 'aws:TagKeys': value },
        { 'aws:userid': value },
        { 'aws:TagKeys': value, 'aws:userid': value },
        { 'aws:TagKeys': 'a', 'aws:userid': value },
      ]),
    ];
    const different = new Set(
      contexts.map((context) => JSON.stringify([context, Object.values(context).map(String)])),
    );
    expect(new Set(contexts.map((context) => encodeContext(context, read))).size).toBe(different.size);
    expect(encodeContext({ 'aws:UserAgent': 'a' }, read)).toBe(encodeContext({}, read));
  });

  test('what a policy could read in no known way is not remembered', () => {
    const cache = cacheOf();
    const policies = allowing({ StringEquals: { 'aws:userid': 'a' } });
    for (const value of [{}, [[]], Symbol.iterator, null]) {
      expect(
        cache.evaluate(policies, requestOf({ context: { 'aws:userid': value as never } })).decision.decision,
      ).toBe('implicitDeny');
    }
    expect(cache.counters).toMatchObject({ bypassed: 3, misses: 1 });
  });
});

describe('decisionCache', () => {
  test('remembers by what the policies read, and by nothing else', () => {
    const cache = cacheOf();
    const policies = allowing({ StringEquals: { 'aws:ResourceTag/stage': 'dev' } });
    const ask = (stage: string, other: string) =>
      cache.evaluate(
        policies,
        requestOf({ context: { 'aws:ResourceTag/stage': stage, 'aws:UserAgent': other } }),
      ).decision.decision;
    expect([ask('dev', '1'), ask('dev', '2'), ask('prod', '1'), ask('dev', '3')]).toEqual([
      'allowed',
      'allowed',
      'implicitDeny',
      'allowed',
    ]);
    expect(cache.counters).toEqual({ hits: 2, misses: 2, bypassed: 0, size: 2 });
  });

  test.each(['aws:CurrentTime', 'aws:EpochTime', 'aws:MultiFactorAuthAge'])(
    'does not keep what depends on %s',
    (key) => {
      const cache = cacheOf();
      const operator = key === 'aws:CurrentTime' ? 'DateGreaterThan' : 'NumericGreaterThan';
      const policies = allowing({
        [operator]: { [key]: key === 'aws:CurrentTime' ? '2026-01-01T00:00:00Z' : '100' },
      });
      const late: ContextValue = key === 'aws:CurrentTime' ? new Date('2027-01-01') : 101;
      const early: ContextValue = key === 'aws:CurrentTime' ? new Date('2025-01-01') : 99;
      const ask = (value: ContextValue) =>
        cache.evaluate(policies, requestOf({ context: { [key]: value } })).decision.decision;
      expect([ask(early), ask(late), ask(early)]).toEqual(['implicitDeny', 'allowed', 'implicitDeny']);
      expect(cache.counters).toEqual({ hits: 0, misses: 0, bypassed: 3, size: 0 });
    },
  );

  test('the time that a token was issued at is a value like others', () => {
    const cache = cacheOf();
    const policies = allowing({ DateGreaterThan: { 'aws:TokenIssueTime': '2026-01-01T00:00:00Z' } });
    const request = requestOf({ context: { 'aws:TokenIssueTime': new Date('2026-02-01') } });
    cache.evaluate(policies, request);
    cache.evaluate(policies, request);
    expect(cache.counters).toMatchObject({ hits: 1, misses: 1 });
  });

  test('no principal pushes out what was decided for another', () => {
    const cache = cacheOf({ decisionsPerPrincipal: 2 });
    const policies = allowing();
    const bob = requestOf({ principal: { arn: `arn:aws:iam::${account}:user/bob` } });
    cache.evaluate(policies, bob);
    for (let index = 0; index < 50; index++)
      cache.evaluate(policies, requestOf({ resource: `${pools[0]}${index}` }));
    cache.evaluate(policies, bob);
    expect(cache.counters).toMatchObject({ hits: 1, size: 3 });
  });

  test('forgets one principal, or all', () => {
    const cache = cacheOf();
    const policies = allowing();
    const arn = `arn:aws:iam::${account}:user/bob`;
    cache.evaluate(policies, requestOf());
    cache.evaluate(policies, requestOf({ principal: { arn } }));
    cache.invalidate(arn);
    expect(cache.counters.size).toBe(1);
    cache.clear();
    expect(cache.counters.size).toBe(0);
  });

  test('none remembers nothing', () => {
    const cache = noDecisionCache({ evaluate });
    const policies = allowing();
    expect(cache.evaluate(policies, requestOf()).decision.decision).toBe('allowed');
    expect(cache.counters).toEqual({ hits: 0, misses: 0, bypassed: 1, size: 0 });
  });
});

describe('what clients send', () => {
  test('is not kept where it is long, so it cannot fill the memory', () => {
    const cache = cacheOf();
    const policies = allowing({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } });
    for (const length of [10, 100_000]) {
      const request = requestOf({ context: { 'aws:TagKeys': ['k'.repeat(length)] } });
      expect(cache.evaluate(policies, request).decision).toEqual(evaluate(policies, request));
    }
    expect(cache.counters).toEqual({ hits: 0, misses: 1, bypassed: 1, size: 1 });
  });

  test('is told apart by letters whose case is not that of ASCII', () => {
    const cache = cacheOf();
    const policies = allowing({ StringEquals: { 'aws:RequestTag/\u00c9tat': 'x' } });
    for (const value of ['x', 'y']) {
      const request = requestOf({ context: { 'aws:RequestTag/\u00c9tat': value } });
      expect(cache.evaluate(policies, request).decision).toEqual(evaluate(policies, request));
    }
  });
});
