// The kit comes before the application: Fastify tells of its routes while they are made, and not afterwards.
import { routesOf } from '@cognito-iam/testing';
import '@cognito-iam/testing/vitest';
import { expect, test } from 'vitest';
import { createApp } from '../app.js';

test('the mock asks for the permission that the header names, and opens nothing but its health', async () => {
  const app = createApp();
  expect(await routesOf(app)).toEnforce({ 'POST /': 'X-Amz-Target' }, { open: ['GET /health'] });
  await app.close();
});

test('what the check refuses does not get to the route', async () => {
  const app = createApp();
  const response = await app.inject({
    method: 'POST',
    url: '/',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers' },
    payload: '{"UserPoolId":"us-east-1_Example"}',
  });
  expect(response.statusCode).toBe(400);
  expect(response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  await app.close();
});
