// Who may do what, by the policies that will be deployed.
import { expect, test } from 'vitest';
import { account } from './account.js';

const support = account.role('Support');
const auditor = account.role('Auditor');

test('Support looks customers up', () => {
  expect(support).toAllow(['AdminGetUser', 'ListUsers']);
});

test('Support resets passwords', () => {
  expect(support).toAllow('AdminResetUserPassword');
});

test('Support blocks customers with a second factor only', () => {
  expect(account.with({ mfaAge: 60 }).role('Support')).toAllow(['AdminDisableUser', 'AdminEnableUser']);
  expect(support).toDeny(['AdminDisableUser', 'AdminEnableUser'], { because: 'implicit' });
});

test('Support deletes nobody', () => {
  expect(support).toDeny('AdminDelete*');
});

test('the auditor sees lists, and no secrets', () => {
  expect(auditor).toAllow(['ListUsers', 'DescribeUserPool']);
  expect(auditor).toDeny(['DescribeUserPoolClient', 'ListUserPoolClientSecrets'], { because: 'explicit' });
});

test('a customer needs no permission', () => {
  expect(account.role('Customer')).toAllowOnly([]);
});
