import type { Operation } from '@cognito-iam/core';
import { cognitoIam, guard as guardOf } from '@cognito-iam/hono';
import { Hono, type MiddlewareHandler } from 'hono';
import { expect, test } from 'vitest';
import { type RoutesOptions, routesOf } from '../src/index.js';
import { authorizerWith, linesOf, members } from './routes-fixture.js';

const authorizer = authorizerWith();
const guard = (operation: Operation) => guardOf(authorizer, operation, members);
const requestLog: MiddlewareHandler = async function requestLog(_c, next) {
  await next();
};

async function lines(build: (app: Hono) => unknown, options?: RoutesOptions) {
  const app = new Hono();
  build(app);
  return linesOf(await routesOf(app, options));
}

test('routes of an application within another have their whole path, with error handlers of their own too', async () => {
  const found = await lines((app) => {
    const users = new Hono().basePath('/users');
    users.onError((error, c) => c.text(error.message, 500));
    users.get('/', guard('ListUsers'), (c) => c.json([]));
    users.get('/open', (c) => c.json([]));
    app.route('/v1', users);
  });
  expect(found).toEqual(['GET /v1/users enforced ListUsers', 'GET /v1/users/open open']);
});

test('a guard below a path guards the path itself and what is below', async () => {
  const found = await lines((app) => {
    app.use('/admin/*', guard('ListUsers'));
    app.get('/admin', (c) => c.json([]));
    app.get('/admin/users/:name', guard('AdminGetUser'), (c) => c.json([]));
    app.get('/ADMIN', (c) => c.json([]));
    app.get('/administrators', (c) => c.json([]));
  });
  expect(found).toEqual([
    'GET /admin enforced ListUsers',
    'GET /admin/users/:name enforced ListUsers+AdminGetUser',
    'GET /ADMIN open',
    'GET /administrators open',
  ]);
});

test('a guard of one path alone guards nothing below', async () => {
  const found = await lines((app) => {
    app.use('/admin', guard('ListUsers'));
    app.get('/admin', (c) => c.json([]));
    app.get('/admin/users', (c) => c.json([]));
  });
  expect(found).toEqual(['GET /admin enforced ListUsers', 'GET /admin/users open']);
});

test('middleware has to be vouched for where it comes before a guard, and a handler cannot be', async () => {
  const build = (app: Hono) => {
    app.use(requestLog);
    app.get('/users', requestLog, guard('ListUsers'), (c) => c.json([]));
    app.all('/any', guard('ListUsers'), (c) => c.json([]));
    app.on(['PUT', 'PURGE'], '/some', (c) => c.json([]));
  };
  expect(await lines(build)).toEqual([
    'ALL /* unknown',
    'GET /users unknown',
    'ALL /any enforced ListUsers',
    'PUT /some open',
    'PURGE /some open',
  ]);
  expect((await lines(build, { middleware: [requestLog] })).slice(0, 1)).toEqual([
    'GET /users enforced ListUsers',
  ]);
});

test('an application of another framework that is mounted is not seen', async () => {
  const found = await lines((app) => app.mount('/other', () => new Response('a secret')));
  expect(found).toEqual(['ALL /other/* unknown']);
});

test('an answer to paths that no route has is found', async () => {
  const found = await lines((app) => {
    app.get('/users', guard('ListUsers'), (c) => c.json([]));
    app.notFound((c) => c.text('a secret', 200));
  });
  expect(found).toEqual(['GET /users enforced ListUsers', 'GET /* unknown']);
});

test('an answer to paths that no route has is found where it is for a method or below a path', async () => {
  const found = (takes: (request: { readonly method: string; readonly path: string }) => boolean) =>
    lines((app) => {
      app.get('/v1/:pool/users', guard('ListUsers'), (c) => c.json([]));
      app.get('/v2/health', (c) => c.json([]));
      app.get('/v2/:any', (c) => c.json([]));
      app.notFound((c) => c.text('', takes(c.req) ? 200 : 404));
    });
  const known = ['GET /v1/:pool/users enforced ListUsers', 'GET /v2/health open', 'GET /v2/:any open'];
  expect(await found(() => false)).toEqual(known);
  expect(await found(({ method }) => method === 'POST')).toEqual([...known, 'POST /* unknown']);
  expect(await found(({ path }) => /^[/]v1[/][^/]+[/]/.test(path))).toEqual([
    ...known,
    'GET /v1/route-contract/* unknown',
  ]);
});

test('optional and constrained parameters are told to be unknown until there is a sample', async () => {
  const build = (app: Hono) => app.get('/files/:id{[0-9]+}', guard('AdminGetUser'), (c) => c.json([]));
  expect(await lines(build)).toEqual(['GET /files/:id{[0-9]+} unknown AdminGetUser']);
  expect(await lines(build, { samples: { 'GET /files/:id{[0-9]+}': '/files/7' } })).toEqual([
    'GET /files/:id{[0-9]+} enforced AdminGetUser',
  ]);
});

test('a check in front of everything', async () => {
  const found = await lines((app) => {
    app.use(cognitoIam(authorizer));
    app.post('/', (c) => c.json([]));
  });
  expect(found).toEqual(['POST / enforced X-Amz-Target']);
});
