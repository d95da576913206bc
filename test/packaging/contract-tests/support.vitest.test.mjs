import { createTestAccount, fromCloudFormation } from '@cognito-iam/testing';
import { runCases } from '@cognito-iam/testing/vitest';
import { expect, test } from 'vitest';

const account = await createTestAccount(fromCloudFormation('template.json'));

test('Support may read', () => {
  expect(account.role('SupportRole')).toAllowOnly(['AdminGetUser', 'ListUsers']);
  expect(account.role('SupportRole')).not.toAllow('AdminDelete*');
});

test('Support may delete', () => {
  expect(account.role('SupportRole')).toAllow('AdminDeleteUser');
});

runCases('cases.yaml');
