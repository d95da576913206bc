import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PolicyDocument } from '@cognito-iam/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyDocument, statement } from '../../core/test/policy/arbitraries.js';
import {
  type ContractChange,
  createTestAccount,
  permissionContract,
  type TestAccount,
  verifyContract,
} from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-contract-laws-'));
const file = 'laws.contract.yaml';

interface Policies {
  readonly identity: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument | undefined;
  readonly serviceControl?: readonly PolicyDocument[] | undefined;
}

const policies: fc.Arbitrary<Policies> = fc.record({
  identity: fc.array(policyDocument, { minLength: 1, maxLength: 2 }),
  boundary: fc.option(policyDocument, { nil: undefined, freq: 3 }),
  serviceControl: fc.option(fc.array(policyDocument, { minLength: 1, maxLength: 2 }), {
    nil: undefined,
    freq: 3,
  }),
});

function accountOf({ identity, boundary, serviceControl }: Policies): Promise<TestAccount> {
  return createTestAccount({
    roles: {
      R: {
        inlinePolicies: Object.fromEntries(identity.map((document, index) => [`P${index}`, document])),
        ...(boundary && { permissionsBoundary: 'B' }),
      },
    },
    ...(boundary && { managedPolicies: { B: boundary } }),
    ...(serviceControl && { serviceControlPolicies: [serviceControl] }),
  });
}

/** What differs where a contract was written of one account, and the other is held to it. */
async function changes(before: Policies, after: Policies): Promise<readonly ContractChange[]> {
  writeFileSync(join(folder, file), permissionContract(await accountOf(before)));
  return verifyContract(await accountOf(after), file, { folder }).changes;
}

const effect = { Allow: statement(fc.constant('Allow')), Deny: statement(fc.constant('Deny')) };
const withStatement = (before: Policies, Statement: PolicyDocument['Statement']): Policies => ({
  ...before,
  identity: [...before.identity, { Version: '2012-10-17', Statement }],
});
// Each is a matrix or more; with many times as many the laws hold, too: LAWS=500 in the environment has so many.
const numRuns = Number(process.env['LAWS'] ?? 8);

const regions = ['us-east-1', 'eu-west-1'];
const poolArn = (region: string, id: string) => `arn:aws:cognito-idp:${region}:123456789012:userpool/${id}`;
const patterns = [
  ...regions.flatMap((region) => [
    poolArn(region, '*'),
    poolArn(region, `${region}_a`),
    poolArn(region, `${region}_a*`),
  ]),
  poolArn('*', '*'),
  poolArn('eu-*', '*'),
  poolArn('us-east-1', 'us-east-1_${aws:PrincipalTag/team}*'),
  'arn:aws:cognito-idp:us-east-1:*',
  '*',
];
const conditions: readonly (readonly [operator: string, key: string, values: readonly string[]])[] = [
  ['StringEquals', 'aws:RequestedRegion', regions],
  ['StringNotEquals', 'aws:RequestedRegion', ['us-east-1']],
  ['StringLike', 'aws:RequestedRegion', ['eu-*']],
  ['StringEquals', 'aws:PrincipalTag/team', ['a', 'b']],
  ['StringNotEqualsIfExists', 'aws:PrincipalTag/team', ['a']],
  ['StringEquals', 'aws:ResourceTag/stage', ['dev', 'test']],
  ['IpAddress', 'aws:SourceIp', ['192.0.2.0/24', '198.51.100.7/32']],
  ['Bool', 'aws:MultiFactorAuthPresent', ['true']],
  ['Null', 'aws:MultiFactorAuthAge', ['false']],
];

/** Statements whose elements are lists. */
interface Grant {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

const grants: fc.Arbitrary<readonly Grant[]> = fc.array(
  fc.record({
    Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Allow' as const, 'Deny' as const),
    Action: fc.subarray(['cognito-idp:ListUsers', 'cognito-idp:AdminGetUser', 'cognito-idp:ListUserPools'], {
      minLength: 1,
    }),
    Resource: fc.uniqueArray(fc.constantFrom(...patterns), { minLength: 1, maxLength: 3 }),
    Condition: fc
      .uniqueArray(fc.constantFrom(...conditions), { maxLength: 2, selector: ([operator]) => operator })
      .chain((chosen) =>
        fc.tuple(
          ...chosen.map(([operator, key, values]) =>
            fc.subarray([...values], { minLength: 1 }).map((list) => [operator, { [key]: list }] as const),
          ),
        ),
      )
      .map((entries) => Object.fromEntries(entries)),
  }),
  { minLength: 1, maxLength: 4 },
);

/** The statements in another order, taken apart where that says the same, in one policy or several. */
function rewritten(statements: readonly Grant[], dice: readonly number[]): readonly PolicyDocument[] {
  const die = (at: number): number => dice[at % dice.length] ?? 0;
  const parts = statements.flatMap((one, index): readonly Grant[] => {
    if (die(index) % 3 === 0) return one.Action.map((action) => ({ ...one, Action: [action] }));
    if (die(index) % 3 === 1) return one.Resource.map((pattern) => ({ ...one, Resource: [pattern] }));
    return [{ ...one, Resource: [...one.Resource].reverse(), Action: [...one.Action].reverse() }, one];
  });
  const turn = die(4) % parts.length;
  const ordered = [...parts.slice(turn), ...parts.slice(0, turn)];
  if (die(5) % 2 === 0) ordered.reverse();
  const cut = 1 + (die(6) % ordered.length);
  return [ordered.slice(0, cut), ordered.slice(cut)]
    .filter((Statement) => Statement.length > 0)
    .map((Statement) => ({ Version: '2012-10-17', Statement }));
}

/** With one statement that allows more, or denies less. */
function widened(statements: readonly Grant[], which: number, how: number): readonly Grant[] {
  const at = which % statements.length;
  const one = statements[at];
  if (one === undefined) return statements;
  const instead = one.Effect === 'Allow' ? wider(one, how) : narrower(one, how);
  // A policy without statements is none.
  return [...statements.slice(0, at), instead, ...statements.slice(at + 1)];
}

const withoutLast = <T>(list: readonly T[]): readonly T[] => (list.length > 1 ? list.slice(0, -1) : list);

function wider({ Condition = {}, ...one }: Grant, how: number): Grant {
  const [first, ...others] = Object.entries(Condition);
  const left = { ...one, Condition: Object.fromEntries(others) };
  switch (how % 5) {
    case 0:
      return { ...one, Condition, Resource: ['*'] };
    case 1:
      return { ...one, Condition, Resource: [...one.Resource, patterns[how % patterns.length] ?? '*'] };
    case 2:
      return {
        ...one,
        Condition,
        Resource: one.Resource.map((pattern) => pattern.replace('us-east-1:', '*:')),
      };
    case 3:
      return { ...one, Condition, Action: ['cognito-idp:*'] };
    default:
      return first === undefined ? { ...one, Action: ['*'], Condition } : left;
  }
}

function narrower({ Condition = {}, ...one }: Grant, how: number): Grant {
  const [operator, key, values] = conditions[how % conditions.length] ??
    conditions[0] ?? ['Null', 'k', ['true']];
  switch (how % 4) {
    case 0:
      return { ...one, Condition, Resource: withoutLast(one.Resource) };
    case 1:
      return { ...one, Condition, Action: withoutLast(one.Action) };
    case 2:
      return { ...one, Condition, Action: ['s3:GetObject'] };
    default:
      return Object.hasOwn(Condition, operator)
        ? { ...one, Condition }
        : { ...one, Condition: { ...Condition, [operator]: { [key]: values } } };
  }
}

/** Of several kinds; with and without what conditions ask for. */
const requests = [
  undefined,
  ...regions.flatMap((region) => ['a', 'ab', 'other'].map((id) => poolArn(region, `${region}_${id}`))),
].flatMap((on) =>
  (on === undefined ? ['ListUserPools' as const] : ['ListUsers' as const, 'AdminGetUser' as const]).flatMap(
    (action) =>
      [
        {},
        { 'aws:PrincipalTag/team': 'a', 'aws:MultiFactorAuthAge': 5, 'aws:MultiFactorAuthPresent': true },
        {
          'aws:PrincipalTag/team': 'c',
          'aws:SourceIp': '192.0.2.9',
          ...(on && { 'aws:ResourceTag/stage': 'dev' }),
        },
        ...(on === undefined ? [{ 'aws:RequestedRegion': 'eu-west-1', 'aws:SourceIp': '198.51.100.7' }] : []),
      ].map((more) => ({ on, action, ...more })),
  ),
);

describe('a contract', { timeout: 240_000 * Math.max(1, numRuns / 8) }, () => {
  it('is honoured by the account that it was written of', async () => {
    await fc.assert(
      fc.asyncProperty(policies, async (own) => {
        expect(await changes(own, own)).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('is never too wide for what an Allow adds, nor too narrow for what a Deny takes', async () => {
    await fc.assert(
      fc.asyncProperty(policies, effect.Allow, effect.Deny, async (own, allow, deny) => {
        expect((await changes(own, withStatement(own, allow))).filter(({ narrowed }) => narrowed)).toEqual(
          [],
        );
        expect((await changes(own, withStatement(own, deny))).filter(({ widened }) => widened)).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('knows of every request that is decided otherwise', async () => {
    const requests = fc.array(
      fc.record({
        pool: fc.constantFrom('a', 'b', 'alice', 'other'),
        action: fc.constantFrom('AdminGetUser', 'ListUsers', 'AdminDeleteUser'),
        values: fc.record(
          {
            'aws:SourceIp': fc.constantFrom('203.0.113.5', '192.0.2.1'),
            'aws:CurrentTime': fc.constantFrom('2025-06-15T12:00:00Z', '2026-01-01T00:00:00Z'),
          },
          { requiredKeys: [] },
        ),
      }),
      { minLength: 10, maxLength: 20 },
    );
    const nothing: Policies = { identity: [], boundary: undefined, serviceControl: undefined };
    const everything = withStatement(nothing, { Effect: 'Allow', Action: '*', Resource: '*' });
    const request = { pool: 'a', action: 'AdminGetUser', values: {} };
    let different = 0;
    await fc.assert(
      fc.asyncProperty(policies, policies, requests, async (before, after, many) => {
        const found = await changes(before, after);
        const [was, is] = [await accountOf(before), await accountOf(after)];
        for (const { pool, action, values } of many) {
          const poolId = `us-east-1_${pool}`;
          const [before, after] = [was, is].map(
            (account) => account.role('R').can(action, { on: account.pool(poolId), context: values }).allowed,
          );
          if (before === after) continue;
          different++;
          const own = found.filter((one) => one.action === action);
          const here = own.filter(({ resource }) => resource === `pool ${poolId}`);
          // A pool that no policy names is one of the others.
          const told = here.length > 0 ? here : own.filter(({ resource }) => resource === 'other pools');
          expect(told.some(({ widened, narrowed }) => (after ? widened : narrowed))).toBe(true);
        }
      }),
      // A few random ones may all be denied before and after.
      { numRuns, examples: [[nothing, everything, [request]]] },
    );
    expect(different).toBeGreaterThan(0);
  });

  it('is the same for policies that say the same otherwise', async () => {
    await fc.assert(
      fc.asyncProperty(grants, fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), async (own, dice) => {
        const before = { identity: [{ Version: '2012-10-17', Statement: own }] } as const;
        expect(await changes(before, { identity: rewritten(own, dice) })).toEqual([]);
        expect(await changes({ identity: rewritten(own, dice) }, before)).toEqual([]);
      }),
      { numRuns: 2 * numRuns },
    );
  });

  it('is told as wider for a grant that is widened, and as narrower where it is taken back', async () => {
    let [told, decided] = [0, 0];
    await fc.assert(
      fc.asyncProperty(grants, fc.nat(), fc.nat(), async (own, which, how) => {
        const wide = widened(own, which, how);
        const [before, after] = [own, wide].map((Statement) => ({
          identity: [{ Version: '2012-10-17', Statement } as const],
        }));
        if (before === undefined || after === undefined) return;
        const [was, is] = [await accountOf(before), await accountOf(after)];
        const [wider, narrower] = [await changes(before, after), await changes(after, before)];
        expect(wider.filter(({ widened: more }) => !more)).toEqual([]);
        expect(narrower.filter(({ narrowed }) => !narrowed)).toEqual([]);
        if (wider.length > 0) told++;
        for (const { on, action, ...more } of requests) {
          const [one, other] = [was, is].map((account) =>
            account.role('R').can(action, { ...(on !== undefined && { on }), context: more }),
          );
          if (one?.allowed === other?.allowed) continue;
          decided++;
          // Nothing is allowed before that is not after.
          expect(one?.allowed).toBe(false);
          const id = on?.slice(on.indexOf('/') + 1);
          const about = [id === undefined ? '*' : `pool ${id}`, 'other pools'];
          const isTold = (list: readonly ContractChange[], kind: 'widened' | 'narrowed'): boolean =>
            list.some(
              (change) => change.action === action && about.includes(change.resource) && change[kind],
            );
          expect(isTold(wider, 'widened')).toBe(true);
          expect(isTold(narrower, 'narrowed')).toBe(true);
        }
      }),
      { numRuns: 3 * numRuns },
    );
    expect(told).toBeGreaterThan(numRuns / 4);
    expect(decided).toBeGreaterThan(numRuns / 4);
  });
});
