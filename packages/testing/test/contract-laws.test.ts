import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PolicyDocument } from '@cognito-iam/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { context, policyDocument, statement } from '../../core/test/policy/arbitraries.js';
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
/** A pool that becomes known is compared with `other pools`, whose patterns stay open: told as wider rather than not. */
const namesPools: PolicyDocument['Statement'] = {
  Effect: 'Deny',
  Action: 'cognito-idp:DescribeRiskConfiguration',
  Resource: ['a', 'b', 'alice'].map(
    (pool) => `arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_${pool}`,
  ),
};
// Each is a matrix or more; with many times as many the laws hold, too.
const numRuns = 8;

describe('a contract', { timeout: 240_000 }, () => {
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
      fc.asyncProperty(policies, effect.Allow, effect.Deny, async (some, allow, deny) => {
        const own = withStatement(some, namesPools);
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
        values: context.map((values) =>
          Object.fromEntries(
            Object.entries(values).filter(([key]) => /^(aws:SourceIp|aws:CurrentTime)$/.test(key)),
          ),
        ),
      }),
      { minLength: 10, maxLength: 20 },
    );
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
      { numRuns },
    );
    expect(different).toBeGreaterThan(0);
  });
});
