import { test } from 'node:test';
import { createTestAccount, fromCloudFormation } from '@cognito-iam/testing';
import { assertAllows, assertAllowsOnly, assertDenies } from '@cognito-iam/testing/assert';
import { runCases } from '@cognito-iam/testing/node-test';

const account = await createTestAccount(fromCloudFormation('template.json'));

test('Support may read', () => {
  assertAllowsOnly(account.role('SupportRole'), ['AdminGetUser', 'ListUsers']);
  assertDenies(account.role('SupportRole'), 'AdminDelete*');
});

test('Support may delete', () => {
  assertAllows(account.role('SupportRole'), 'AdminDeleteUser');
});

runCases(new URL('cases.yaml', import.meta.url));
