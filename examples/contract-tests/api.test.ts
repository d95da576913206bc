// The same policies, asked over HTTP by the bearers of tokens.
import { createAuthorizer } from '@cognito-iam/core';
import { createTestIssuer } from '@cognito-iam/testing';
import request, { type Response } from 'supertest';
import { expect, test } from 'vitest';
import { account } from './account.js';
import { mockCognito } from './mock-cognito.js';

const pool = account.pool('Customers');
const issuer = await createTestIssuer({ pool });
const { directory, region, resourceTags, roleMapping } = account;
const app = mockCognito(
  createAuthorizer({
    directory,
    region,
    resourceTags,
    issuers: [issuer.options],
    log: () => {},
    ...(roleMapping && { roleMapping }),
  }),
);

/** A call as an SDK makes it. */
async function call(token: string, operation: string, members: object = {}): Promise<Response> {
  return request(app)
    .post('/')
    .set('content-type', 'application/x-amz-json-1.1')
    .set('x-amz-target', `AWSCognitoIdentityProviderService.${operation}`)
    .set('authorization', `Bearer ${token}`)
    .send(JSON.stringify({ UserPoolId: pool.poolId, ...members }));
}

const helper = await issuer.idToken('hal', { groups: ['support'] });

test('a member of the group support lists customers', async () => {
  const response = await call(helper, 'ListUsers');
  expect(response).not.toBeAccessDenied();
  expect(response.body.Users).toHaveLength(2);
});

test('and resets the password of one', async () => {
  const response = await call(helper, 'AdminResetUserPassword', { Username: 'ann' });
  expect(response).not.toBeAccessDenied();
  expect(response.status).toBe(200);
});

test('but deletes none', async () => {
  expect(await call(helper, 'AdminDeleteUser', { Username: 'ann' })).toBeAccessDenied({
    action: 'AdminDeleteUser',
    resource: pool,
    principal: account.role('Support'),
    because: 'implicit',
  });
});

test('a customer looks up nobody', async () => {
  const customer = await issuer.idToken('ann');
  expect(await call(customer, 'AdminGetUser', { Username: 'bob' })).toBeAccessDenied();
});
