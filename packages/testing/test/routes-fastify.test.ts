import type { Operation } from '@cognito-iam/core';
import { cognitoIam, guard as guardOf } from '@cognito-iam/fastify';
import { type FastifyInstance, fastify, type preHandlerHookHandler } from 'fastify';
import { expect, test } from 'vitest';
import { type RoutesOptions, routesOf } from '../src/index.js';
import { authorizerWith, linesOf, members, problemOf } from './routes-fixture.js';

const authorizer = authorizerWith();
const guard = (operation: Operation) => guardOf(authorizer, operation, members);
const ok = async () => ({});
const requestLog: preHandlerHookHandler = function requestLog(_request, _reply, done) {
  done();
};

async function read(build: (app: FastifyInstance) => unknown, options?: RoutesOptions) {
  const app = fastify();
  build(app);
  return routesOf(app, options);
}
const lines = async (...given: Parameters<typeof read>) => linesOf(await read(...given));

test('routes of plugins have their prefix, and the hooks of those above them', async () => {
  const found = await lines((app) => {
    app.register(
      async (pools) => {
        pools.addHook('preHandler', guard('ListUsers'));
        pools.get('/', ok);
        pools.register(async (users) => {
          users.delete('/:name', { preHandler: [guard('AdminDeleteUser')] }, ok);
        });
      },
      { prefix: '/pools' },
    );
    app.get('/open', ok);
  });
  expect([...found].sort()).toEqual([
    'DELETE /pools/:name enforced ListUsers+AdminDeleteUser',
    'GET /open open',
    'GET /pools enforced ListUsers',
  ]);
});

test('a hook that is added after a route counts for it', async () => {
  const found = await lines((app) => {
    app.get('/users', ok);
    app.addHook('onRequest', guard('ListUsers'));
  });
  expect(found).toEqual(['GET /users enforced ListUsers']);
});

test('a check counts for its plugin alone', async () => {
  const found = await lines((app) => {
    app.register(async (mock) => {
      mock.register(cognitoIam(authorizer));
      mock.post('/mock', ok);
      mock.all('/any', ok);
    });
    app.get('/open', ok);
  });
  expect([...found].sort()).toEqual([
    'ALL /any enforced X-Amz-Target',
    'GET /open open',
    'POST /mock enforced X-Amz-Target',
  ]);
});

test('a hook before the guard has to be vouched for', async () => {
  const build = (app: FastifyInstance) => {
    app.addHook('onRequest', requestLog);
    app.get('/users', { preHandler: guard('ListUsers') }, ok);
  };
  const routes = await read(build);
  expect(problemOf(routes, 'GET /users')).toContain('`requestLog` comes before its guard');
  expect(await lines(build, { middleware: ['requestLog'] })).toEqual(['GET /users enforced ListUsers']);
});

test('a validation before the guard needs a sample that passes it', async () => {
  const schema = { body: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } };
  const build = (app: FastifyInstance) =>
    app.post('/users', { schema, preHandler: guard('AdminCreateUser') }, ok);
  expect(problemOf(await read(build), 'POST /users')).toContain('the answer was 400');
  expect(await lines(build, { samples: { 'POST /users': { body: { name: 'bob' } } } })).toEqual([
    'POST /users enforced AdminCreateUser',
  ]);
});

test('constraints that requests can meet are met, others are told', async () => {
  const found = await lines((app) => {
    const preHandler = guard('ListUsers');
    app.get('/users', { constraints: { version: '1.2.0' }, preHandler }, ok);
    app.get('/hosts', { constraints: { host: 'pool.example' }, preHandler }, ok);
    app.get('/any', { constraints: { host: /example/ }, preHandler }, ok);
  });
  expect(found).toEqual([
    'GET /users enforced ListUsers',
    'GET /hosts enforced ListUsers',
    'GET /any unknown',
  ]);
});

test('a route for HEAD that differs from that for GET is a route', async () => {
  const found = await lines((app) => {
    app.head('/users', ok);
    app.get('/users', { preHandler: guard('ListUsers') }, ok);
    app.options('/users', ok);
  });
  expect(found).toEqual(['HEAD /users open', 'GET /users enforced ListUsers', 'OPTIONS /users open']);
});

test('an answer to paths that no route has is found', async () => {
  const found = await lines((app) => {
    app.get('/users', { preHandler: guard('ListUsers') }, ok);
    app.setNotFoundHandler((_request, reply) => void reply.code(200).send('a secret'));
  });
  expect(found).toEqual(['GET /users enforced ListUsers', 'GET /* unknown']);
});

test('an answer to paths that no route has is found where a plugin alone gives it', async () => {
  const found = await lines((app) => {
    app.register(
      async (v1) => {
        v1.get('/users', { preHandler: guard('ListUsers') }, ok);
        v1.setNotFoundHandler(ok);
      },
      { prefix: '/v1' },
    );
    app.register(async (v2) => void v2.setNotFoundHandler(ok), { prefix: '/v2' });
    app.register(
      async (v3) => {
        v3.get('/users', { preHandler: guard('ListUsers') }, ok);
        v3.setNotFoundHandler(
          async (request, reply) => void reply.code(request.method === 'POST' ? 200 : 404).send({}),
        );
      },
      { prefix: '/v3' },
    );
    app.register(
      async (v4) => {
        v4.addHook('preHandler', guard('ListUsers'));
        v4.setNotFoundHandler(ok);
      },
      { prefix: '/v4' },
    );
  });
  expect([...found].sort()).toEqual([
    'GET /v1/* unknown',
    'GET /v1/users enforced ListUsers',
    'GET /v2/* unknown',
    'GET /v3/users enforced ListUsers',
    'POST /v3/* unknown',
  ]);
});

test('an application that was made before the kit was loaded cannot be read', async () => {
  // To the kit this is one that it was never told of.
  const unheard: unknown = Object.create(fastify());
  await expect(routesOf(unheard)).rejects.toThrow('import `@cognito-iam/testing`');
});
