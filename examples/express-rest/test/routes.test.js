import { routesOf } from '@cognito-iam/testing';
import '@cognito-iam/testing/vitest';
import request from 'supertest';
import { expect, test } from 'vitest';
import { createApp } from '../app.js';

// A route that somebody adds later without a guard fails this test, and so does one that enforces something else.
test('every route asks for the permission that it should', async () => {
  expect(await routesOf(createApp())).toEnforce(
    {
      'GET /v1/users': 'ListUsers',
      'POST /v1/users': 'AdminCreateUser',
      'GET /v1/users/:name': 'AdminGetUser',
      'DELETE /v1/users/:name': 'AdminDeleteUser',
      'PUT /locks/:name': 'AdminDisableUser',
      'DELETE /locks/:name': 'AdminEnableUser',
    },
    { open: ['GET /health'] },
  );
});

test('a request without credentials is refused, and the health check answers', async () => {
  const app = createApp();
  const refused = await request(app).get('/v1/users');
  expect(refused.status).toBe(401);
  expect(refused.body.title).toBe('MissingAuthenticationTokenException');
  expect((await request(app).get('/health')).body).toEqual({ status: 'ok' });
});
