import { type Operation, rest } from '@cognito-iam/core';
import { cognitoIam, guard as guardOf } from '@cognito-iam/koa';
import Router from '@koa/router';
import Koa, { type Middleware } from 'koa';
import Koa2 from 'koa-2';
import { describe, expect, test } from 'vitest';
import { type RoutesOptions, routesOf } from '../src/index.js';
import { authorizerWith, linesOf, members, problemOf } from './routes-fixture.js';

const authorizer = authorizerWith();
// Guards want the parameters that the router gives.
const guard = (operation: Operation) => guardOf(authorizer, operation, members) as Middleware;
const ok: Middleware = (ctx) => {
  ctx.body = {};
};

describe.each([
  { name: 'Koa 3', framework: Koa },
  { name: 'Koa 2', framework: Koa2 },
])('routes of $name', ({ framework }) => {
  async function read(build: (app: Koa) => unknown, options?: RoutesOptions) {
    const app = new framework();
    app.silent = true;
    build(app);
    return routesOf(app, options);
  }
  const lines = async (...given: Parameters<typeof read>) => linesOf(await read(...given));

  test('in routers within routers have their whole path, and the guards before them', async () => {
    const found = await lines((app) => {
      const pools = new Router({ sensitive: true });
      const users = new Router({ sensitive: true });
      users.get('/', ok);
      users.delete('/:name', guard('AdminDeleteUser'), ok);
      pools.use(guard('ListUsers'));
      pools.use('/pools/:pool/users', users.routes());
      app.use(pools.routes()).use(pools.allowedMethods());
    });
    expect(found).toEqual([
      'GET /pools/:pool/users enforced ListUsers',
      'DELETE /pools/:pool/users/:name enforced ListUsers+AdminDeleteUser',
    ]);
  });

  test('what the guard of a router with a prefix does not see, for letter case, is open', async () => {
    const build = (sensitive: boolean) => (app: Koa) => {
      const router = new Router({ prefix: '/admin', sensitive });
      router.use(guard('ListUsers'));
      router.get('/users', ok);
      app.use(router.routes());
    };
    // The router takes `/ADMIN/users` for the route, and not for what `use` was given.
    const routes = await read(build(false));
    expect(linesOf(routes)).toEqual(['GET /admin/users open']);
    expect(problemOf(routes, 'GET /admin/users')).toContain('letter case');
    expect(await lines(build(true))).toEqual(['GET /admin/users enforced ListUsers']);
  });

  test("a router's guard is none of another router's", async () => {
    const found = await lines((app) => {
      const one = new Router();
      const other = new Router();
      one.use(guard('ListUsers'));
      one.get('/one', ok);
      other.get('/other', ok);
      app.use(one.routes()).use(other.routes());
    });
    expect(found).toEqual(['GET /one enforced ListUsers', 'GET /other open']);
  });

  test('a guard of the application is one of all that comes after it', async () => {
    const found = await lines((app) => {
      const router = new Router();
      router.all('/any', ok);
      router.get(['/a', '/b'], ok);
      app.use(guard('ListUsers')).use(router.routes());
    });
    expect(found).toEqual([
      'ALL /any enforced ListUsers',
      'GET /a enforced ListUsers',
      'GET /b enforced ListUsers',
    ]);
  });

  test('in an exclusive router only the last layer is met', async () => {
    const found = await lines((app) => {
      const router = new Router({ exclusive: true });
      router.use(guard('ListUsers'));
      router.get('/users', ok);
      router.get('/mine', guard('AdminGetUser'), ok);
      app.use(router.routes());
    });
    expect(found).toEqual(['GET /users open', 'GET /mine enforced AdminGetUser']);
  });

  test('a router for a host is sent its host', async () => {
    const found = await lines((app) => {
      const router = new Router({ host: 'pool.example' });
      router.get('/users', guard('ListUsers'), ok);
      const others = new Router({ host: /example$/ });
      others.get('/others', guard('ListUsers'), ok);
      app.use(router.routes()).use(others.routes());
    });
    expect(found).toEqual(['GET /users enforced ListUsers', 'GET /others unknown']);
  });

  test('a function of the application that is no router has to be vouched for', async () => {
    const build = (app: Koa) => {
      const router = new Router();
      router.get('/users', guard('ListUsers'), ok);
      router.param('name', (_name, _ctx, next) => next());
      router.get('/users/:name', guard('AdminGetUser'), ok);
      app.use(async function requestLog(_ctx, next) {
        await next();
      });
      app.use(router.routes()).use(router.allowedMethods());
    };
    expect(await lines(build)).toEqual([
      'ALL /* unknown',
      'GET /users enforced ListUsers',
      'GET /users/:name unknown',
    ]);
  });

  test('what is like `allowedMethods` and is not is no exception', async () => {
    const found = await lines((app) => {
      const router = new Router();
      router.get('/users', guard('ListUsers'), ok);
      app.use(router.routes()).use((ctx, next) => {
        ctx.body = 'a secret';
        return next();
      });
    });
    expect(found).toEqual(['GET /users enforced ListUsers', 'ALL /* unknown']);
  });

  test('a regular expression and an asterisk need a sample, or none', async () => {
    const build = (app: Koa) => {
      const router = new Router();
      router.get(/^\/files\/\d+$/, guard('AdminGetUser'), ok);
      router.get('/all/*rest', guard('ListUsers'), ok);
      app.use(router.routes());
    };
    const [name = ''] = (await read(build)).routes.map((route) => route.name);
    expect(await lines(build, { samples: { [name]: { path: '/files/7' } } })).toEqual([
      `${name} enforced AdminGetUser`,
      'GET /all/*rest enforced ListUsers',
    ]);
  });

  test('a mock that answers by operation is each row of its route table', async () => {
    const routes = rest([
      {
        method: 'DELETE',
        path: '/users/:Username',
        operation: 'AdminDeleteUser',
        members: { UserPoolId: 'x' },
      },
    ]);
    const found = await lines((app) => app.use(cognitoIam(authorizerWith({ routes }))).use(ok));
    expect(found).toEqual([
      'DELETE /users/:Username enforced AdminDeleteUser',
      'POST / enforced X-Amz-Target',
    ]);
  });
});
