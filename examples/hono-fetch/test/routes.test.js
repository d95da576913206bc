import { routesOf } from '@cognito-iam/testing';
import '@cognito-iam/testing/vitest';
import { expect, test } from 'vitest';
import { app } from '../app.js';

test('every route asks for the permission that it should, and there is no other', async () => {
  expect(await routesOf(app)).toEnforce({
    'GET /users': 'ListUsers',
    'GET /users/:name': 'AdminGetUser',
    'DELETE /users/:name': 'AdminDeleteUser',
  });
});

test('a request without credentials is refused, with no server anywhere', async () => {
  const response = await app.fetch(new Request('http://localhost/users/bob'));
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
});
