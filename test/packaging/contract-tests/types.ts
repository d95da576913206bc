import {
  caseAnswerOf,
  createTestAccount,
  createTestIssuer,
  routesOf,
  type Subject,
} from '@cognito-iam/testing';
import { assertAccessDenied, assertAllows, assertEnforces } from '@cognito-iam/testing/assert';
import { type CoverageReport, policyCoverage } from '@cognito-iam/testing/coverage';
import { runCases as runCasesOfJest } from '@cognito-iam/testing/jest';
import { runCases as runCasesOfNode } from '@cognito-iam/testing/node-test';
import { runCases } from '@cognito-iam/testing/vitest';
import { PolicyCoverageReporter } from '@cognito-iam/testing/vitest-reporter';
import { expect as jestExpect } from '@jest/globals';
import { expect } from 'vitest';
import { defineConfig } from 'vitest/config';

const account = await createTestAccount({ roles: { Support: {} } }, { sourceIp: '10.0.0.1' });
const support: Subject = account.role('Support');
const response: Response = new Response('{}', { status: 400 });

expect(support).toAllow('AdminGetUser', { on: account.pool('us-east-1_AbCdEfGhI') });
expect(support).not.toDeny(['AdminGetUser', 'List*'], { on: 'us-east-1_AbCdEfGhI', because: 'explicit' });
jestExpect(support).toAllowOnly([], { on: 'us-east-1_AbCdEfGhI' });
jestExpect(support).toHaveSamePermissionsAs(account.root);
assertAllows(support, 'ListUserPools');
export const awaited: Promise<void> = expect(response).toBeAccessDenied({ action: 'ListUsers' });
export const assertion: Promise<void> = assertAccessDenied(response);
export const settle = (): void => assertAccessDenied({ status: 400 });
export const token: string = await (await createTestIssuer()).idToken('alice', { groups: ['support'] });
const routes = await routesOf({}, { middleware: ['jsonParser', () => {}], samples: { 'GET /a': '/a' } });
expect(routes).toEnforce({ 'GET /users/:name': 'AdminGetUser' }, { open: ['GET /health'] });
jestExpect(routes).toHaveNoOpenRoutes({ except: ['GET /health'] });
assertEnforces(routes, { 'POST /': 'X-Amz-Target', 'GET /me': ['ListUsers', 'AdminGetUser'] });
runCases('cases.yaml', account);
runCasesOfJest('cases.yaml', createTestAccount({}));
runCasesOfNode(new URL('cases.yaml', import.meta.url), async ({ action }) =>
  action === 'cognito-idp:ListUsers' ? { decision: 'allowed' } : caseAnswerOf(response),
);
// @ts-expect-error: an operation that does not exist.
expect(routes).toEnforce({ 'GET /users/:name': 'AdminGetUsr' });
// @ts-expect-error: a decision that does not exist.
runCases('cases.yaml', () => ({ decision: 'allow' }));
// @ts-expect-error: a reason that does not exist.
expect(support).toDeny('AdminGetUser', { because: 'boundry' });
// @ts-expect-error: nobody of an account.
jestExpect(support).toHaveSamePermissionsAs('Support');
// @ts-expect-error: a circumstance that does not exist.
account.with({ sourceIP: '10.0.0.1' });
export const report: CoverageReport = policyCoverage({ thresholds: { actions: 90 } }).report;
export const config = defineConfig({ test: { reporters: ['default', new PolicyCoverageReporter()] } });
// @ts-expect-error: a threshold that does not exist.
policyCoverage({ thresholds: { lines: 90 } });
