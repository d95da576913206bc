import { loadAccountOf } from '@cognito-iam/account';
import { expect, test } from 'vitest';
import { authorizerChanges } from '../../src/gateway/authorizer-changes.js';

const accountWith = (more: Readonly<Record<string, unknown>> = {}) =>
  loadAccountOf(
    { account: '123456789012', region: 'us-east-1', upstream: 'http://localhost:1', issuers: [], ...more },
    'test',
  );

test('tokens and keys are kept while issuers and time limit stay, and a new time limit counts', async () => {
  const before = { account: await accountWith(), issuers: [], pools: [] };
  const changed = { ...before, account: await accountWith({ timeLimit: 1_000 }) };
  expect(authorizerChanges(before, undefined)).toHaveProperty('issuers');
  expect(authorizerChanges(before, before)).not.toHaveProperty('issuers');
  expect(authorizerChanges(changed, before)).toMatchObject({ issuers: [], timeLimit: 1_000 });
  expect(authorizerChanges(before, changed)).toHaveProperty('timeLimit', undefined);
});
