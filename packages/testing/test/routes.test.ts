import {
  type AuthorizerOptions,
  createAuthorizer,
  createDirectory,
  type Operation,
  rest,
} from '@cognito-iam/core';
import { cognitoIam as expressCognitoIam, guard as expressGuard } from '@cognito-iam/express';
import { cognitoIam as fastifyCognitoIam, guard as fastifyGuard } from '@cognito-iam/fastify';
import { cognitoIam as honoCognitoIam, guard as honoGuard } from '@cognito-iam/hono';
import { cognitoIam as koaCognitoIam, guard as koaGuard } from '@cognito-iam/koa';
import Router from '@koa/router';
import express, { type RequestHandler } from 'express';
import express4 from 'express-4';
import { type FastifyInstance, fastify, type onRequestHookHandler } from 'fastify';
import { Hono, type MiddlewareHandler } from 'hono';
import Koa, { type Middleware } from 'koa';
import { describe, expect, test } from 'vitest';
import { type RoutesOptions, routesOf } from '../src/index.js';
import '../src/vitest.js';

/** Functions by kind: what frameworks are told, in their own types, is one thing to these tests. */
type Function =
  | { readonly kind: 'guard'; readonly operation: Operation }
  | { readonly kind: 'check' }
  | { readonly kind: 'answer' };

/** One registration. `use` without a path is for everything. */
type Line =
  | { readonly use: string; readonly functions: readonly Function[] }
  | { readonly method: string; readonly path: string; readonly functions: readonly Function[] };

const guarded = (operation: Operation): Function => ({ kind: 'guard', operation });
const check: Function = { kind: 'check' };
const answer: Function = { kind: 'answer' };

const members = () => ({ UserPoolId: 'us-east-1_EXAMPLE', Username: 'x' });

function authorizerWith(changes: Partial<AuthorizerOptions> = {}) {
  return createAuthorizer({
    region: 'us-east-1',
    directory: createDirectory({ account: '123456789012' }),
    issuers: [],
    log: () => {},
    ...changes,
  });
}

/** What ran in an application that was made of lines. */
interface Made {
  readonly app: unknown;
  readonly ran: string[];
}

interface Framework {
  readonly name: string;
  readonly make: (lines: readonly Line[], changes?: Partial<AuthorizerOptions>) => Made;
}

function makeExpress(framework: typeof express): Framework['make'] {
  return (lines, changes) => {
    const authorizer = authorizerWith(changes);
    const ran: string[] = [];
    const app = framework();
    const functionOf = (one: Function): RequestHandler => {
      if (one.kind === 'guard') return expressGuard(authorizer, one.operation, members) as RequestHandler;
      if (one.kind === 'check') return expressCognitoIam(authorizer);
      return (req, res) => {
        ran.push(`${req.method} ${req.originalUrl}`);
        res.json({});
      };
    };
    for (const line of lines) {
      const functions = line.functions.map(functionOf);
      if ('use' in line) app.use(line.use, ...functions);
      else call(app, line.method, line.path, functions);
    }
    return { app, ran };
  };
}

function makeKoa(framework: typeof Koa): Framework['make'] {
  return (lines, changes) => {
    const authorizer = authorizerWith(changes);
    const ran: string[] = [];
    const app = new framework();
    const router = new Router();
    const functionOf = (one: Function): Middleware => {
      if (one.kind === 'guard') return koaGuard(authorizer, one.operation, members) as Middleware;
      if (one.kind === 'check') return koaCognitoIam(authorizer);
      return (ctx) => {
        ran.push(`${ctx.method} ${ctx.url}`);
        ctx.body = {};
      };
    };
    for (const line of lines) {
      const functions = line.functions.map(functionOf);
      if ('use' in line && line.use === '/') for (const one of functions) app.use(one);
      else if ('use' in line) router.use(line.use, ...(functions as []));
      else call(router, line.method, line.path, functions);
    }
    app.use(router.routes()).use(router.allowedMethods());
    return { app, ran };
  };
}

const makeHono: Framework['make'] = (lines, changes) => {
  const authorizer = authorizerWith(changes);
  const ran: string[] = [];
  const app = new Hono();
  const functionOf = (one: Function): MiddlewareHandler => {
    if (one.kind === 'guard') return honoGuard(authorizer, one.operation, members);
    if (one.kind === 'check') return honoCognitoIam(authorizer);
    return async (c) => {
      ran.push(`${c.req.method} ${c.req.path}`);
      return c.json({});
    };
  };
  for (const line of lines) {
    const functions = line.functions.map(functionOf);
    if ('use' in line) app.use(`${line.use.replace(/\/$/, '')}/*`, ...functions);
    else call(app, line.method, line.path, functions);
  }
  return { app, ran };
};

const makeFastify: Framework['make'] = (lines, changes) => {
  const authorizer = authorizerWith(changes);
  const ran: string[] = [];
  const app = fastify();
  const hookOf = (one: Function): onRequestHookHandler => {
    if (one.kind !== 'guard') throw new Error('Fastify has no hooks that answer here');
    return fastifyGuard(authorizer, one.operation, members) as onRequestHookHandler;
  };
  const add = (to: FastifyInstance, { functions }: Line) => {
    for (const one of functions) {
      if (one.kind === 'check') to.register(fastifyCognitoIam(authorizer));
      else to.addHook('preHandler', hookOf(one));
    }
  };
  for (const line of lines) {
    if ('use' in line && line.use === '/') add(app, line);
    if ('use' in line) continue;
    const mount = lines.find((one) => 'use' in one && one.use !== '/' && line.path.startsWith(`${one.use}/`));
    app.register(async (plugin) => {
      if (mount !== undefined) add(plugin, mount);
      call(plugin, line.method, line.path, [
        { preHandler: line.functions.filter((one) => one !== answer).map(hookOf) },
        async (request: { method: string; url: string }) => {
          ran.push(`${request.method} ${request.url}`);
          return {};
        },
      ]);
    });
  }
  return { app, ran };
};

function call(target: object, method: string, path: string, functions: readonly unknown[]): void {
  const register: unknown = Reflect.get(target, method);
  if (typeof register === 'function') Reflect.apply(register, target, [path, ...functions]);
}

const frameworks: readonly Framework[] = [
  { name: 'Express 5', make: makeExpress(express) },
  { name: 'Express 4', make: makeExpress(express4) },
  { name: 'Koa', make: makeKoa(Koa) },
  { name: 'Hono', make: makeHono },
  { name: 'Fastify', make: makeFastify },
];

const read: Line = { method: 'get', path: '/users/:name', functions: [guarded('AdminGetUser'), answer] };
const remove: Line = {
  method: 'delete',
  path: '/users/:name',
  functions: [guarded('AdminDeleteUser'), answer],
};
const health: Line = { method: 'get', path: '/health', functions: [answer] };

describe.each(frameworks)('the routes of $name', ({ make }) => {
  const routesOfLines = async (
    lines: readonly Line[],
    changes?: Partial<AuthorizerOptions>,
    options?: RoutesOptions,
  ) => {
    const { app, ran } = make(lines, changes);
    const routes = await routesOf(app, options);
    return { routes, ran };
  };
  const statesOf = async (...given: Parameters<typeof routesOfLines>) =>
    (await routesOfLines(...given)).routes.routes.map(
      ({ name, state, operations }) => `${name} ${state} ${operations}`,
    );

  test('that have guards enforce their operations, and no handler runs', async () => {
    const { routes, ran } = await routesOfLines([read, remove]);
    expect(routes).toEnforce({
      'GET /users/:name': 'AdminGetUser',
      'DELETE /users/:name': 'AdminDeleteUser',
    });
    expect(routes).toHaveNoOpenRoutes();
    expect(ran).toEqual([]);
  });

  test('a route without a guard is open', async () => {
    const { routes, ran } = await routesOfLines([read, remove, health]);
    const contract = {
      'GET /users/:name': 'AdminGetUser',
      'DELETE /users/:name': 'AdminDeleteUser',
    } as const;
    expect(() => expect(routes).toHaveNoOpenRoutes()).toThrow('✗ GET /health          open: it has no guard');
    expect(() => expect(routes).toEnforce(contract)).toThrow(/GET \/health/);
    expect(routes).toHaveNoOpenRoutes({ except: ['GET /health'] });
    expect(routes).toEnforce(contract, { open: ['GET /health'] });
    expect(ran).toEqual([]);
  });

  test('a handler before the guard is none behind it', async () => {
    const early: Line = {
      method: 'get',
      path: '/users/:name',
      functions: [answer, guarded('AdminGetUser'), answer],
    };
    if (make !== makeFastify) expect(await statesOf([early])).toEqual(['GET /users/:name unknown ']);
  });

  test('a guard of everything below a path is one of the routes there alone', async () => {
    const admin: Line = { use: '/admin', functions: [guarded('ListUsers')] };
    const below: Line = { method: 'get', path: '/admin/users', functions: [answer] };
    const other: Line = { method: 'get', path: '/administrators', functions: [answer] };
    expect(await statesOf([admin, below, other])).toEqual([
      'GET /admin/users enforced ListUsers',
      'GET /administrators open ',
    ]);
  });

  test('behind a check and a route table they are what the table says', async () => {
    const routes = rest(
      [
        {
          method: 'GET',
          path: '/users/:Username',
          operation: 'AdminGetUser',
          members: { UserPoolId: 'us-east-1_EXAMPLE' },
        },
      ],
      { pass: ['/health'], awsJson: false },
    );
    const lines: Line[] = [
      { use: '/', functions: [check] },
      { ...read, functions: [answer] },
      { ...remove, functions: [answer] },
      health,
    ];
    const found = await statesOf(lines, { routes });
    expect(found).toEqual([
      'GET /users/:name enforced AdminGetUser',
      'DELETE /users/:name refused ',
      'GET /health open ',
    ]);
  });
});
