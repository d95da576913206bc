import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestAccount } from '@cognito-iam/testing';
import { assertAllows, assertAllowsOnly, assertDenies } from '@cognito-iam/testing/assert';
import { poolId } from './account.js';
import { readWorkload } from './workload.js';

/** How many assertions are timed; of those about the whole catalogue as many as ask so many questions. */
const count = 10_000;

// A run of its own for each figure, not warmed up: a run of tests is not either.
const kind = process.argv[2] ?? '';
const records = kind === 'covered' ? mkdtempSync(join(tmpdir(), 'cognito-iam-bench-')) : undefined;
if (records !== undefined) process.env['COGNITO_IAM_COVERAGE'] = records;
const { policies, requests } = readWorkload('W2');
const account = await createTestAccount({
  roles: {
    Support: { inlinePolicies: Object.fromEntries(policies.map((one, index) => [`policy-${index}`, one])) },
  },
});
const cases = requests.map(({ action, resource: on, context }) => {
  const options = { context, ...(on !== '*' && { on }) };
  return { action, options, allowed: account.role('Support').can(action, options).allowed };
});
if (new Set(cases.map(({ allowed }) => allowed)).size !== 2)
  throw new Error('the workload asks for one answer only');

const only = new Set(
  account
    .role('Support')
    .answers('*', { on: poolId })
    .flatMap((one) => (one.allowed ? one.request.action : [])),
);
const assertEach = (): void => {
  for (let index = 0; index < count; index++) {
    const { action, options, allowed } = cases[index % cases.length] ?? unreachable();
    if (allowed) assertAllows(account.role('Support'), action, options);
    else assertDenies(account.role('Support'), action, options);
  }
};
const kinds: ReadonlyMap<string, () => void> = new Map([
  ['one', assertEach],
  ['covered', assertEach],
  [
    'only',
    () => {
      for (let index = 0; index < count / 100; index++)
        assertAllowsOnly(account.role('Support'), [...only], { on: poolId });
    },
  ],
]);

const run = kinds.get(kind) ?? unreachable();
const before = process.cpuUsage();
run();
// The record is written at the end of the turn.
await Promise.resolve();
const { user, system } = process.cpuUsage(before);
process.send?.((user + system) * 1000);
if (records !== undefined) rmSync(records, { recursive: true });

function unreachable(): never {
  throw new Error('there is no such kind of assertion');
}
