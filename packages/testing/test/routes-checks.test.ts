import { AssertionError } from 'node:assert';
import { guard } from '@cognito-iam/hono';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { assertEnforces, assertNoOpenRoutes } from '../src/assert.js';
import { routesOf } from '../src/index.js';
import '../src/vitest.js';
import { authorizerWith, members } from './routes-fixture.js';

const authorizer = authorizerWith();
const app = new Hono();
app.get('/users/:name', guard(authorizer, 'AdminGetUser', members), (c) => c.json({}));
app.delete('/users/:name', guard(authorizer, 'AdminDeleteUser', members), (c) => c.json({}));
app.get('/health', (c) => c.json({}));
const routes = await routesOf(app);
const contract = { 'GET /users/:name': 'AdminGetUser', 'DELETE /users/:name': 'AdminDeleteUser' } as const;
const open = ['GET /health'];

/** What is thrown, without what runners add. */
function messageOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    if (error instanceof AssertionError) return error.message;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('a table of what was found', () => {
  expect(String(routes).split('\n')).toEqual([
    'GET /users/:name     AdminGetUser',
    'DELETE /users/:name  AdminDeleteUser',
    'GET /health          open: it has no guard',
  ]);
});

describe('a contract', () => {
  test('that says what is so holds, in either form', () => {
    expect(routes).toEnforce(contract, { open });
    assertEnforces(routes, contract, { open });
    expect(routes).toHaveNoOpenRoutes({ except: open });
    assertNoOpenRoutes(routes, { except: open });
  });

  test('that lacks a route, or has another operation, says so in a table with what would mend it', () => {
    const other = { 'GET /users/:name': 'ListUsers' } as const;
    expect(messageOf(() => assertEnforces(routes, other)).split('\n')).toEqual([
      'expected the routes to enforce the contract',
      '',
      '✗ GET /users/:name     AdminGetUser; expected ListUsers',
      '✗ DELETE /users/:name  AdminDeleteUser; it is not in the contract',
      '✗ GET /health          open: it has no guard; it is not in the contract',
      '',
      'To mend it',
      "  if that is meant, in the contract: 'GET /users/:name': 'AdminGetUser',",
      "  if that is meant, in the contract: 'DELETE /users/:name': 'AdminDeleteUser',",
      "  GET /health: guard(authorizer, '…', members) before its handler, or list 'GET /health' as open",
    ]);
  });

  test('that names a route which is not there, or is guarded though it is said to be open, is broken', () => {
    const more = { ...contract, 'GET /user': 'ListUsers' } as const;
    expect(messageOf(() => assertEnforces(routes, more, { open }))).toContain(
      'What is not so\n  there is no route `GET /user`; known: GET /users/:name',
    );
    const guarded = [...open, 'GET /users/:name', 'GET /helth'];
    const message = messageOf(() => assertNoOpenRoutes(routes, { except: guarded }));
    expect(message).toContain('✗ GET /users/:name     AdminGetUser; expected to be open');
    expect(message).toContain("take 'GET /users/:name' out of the list of open routes");
    expect(message).toContain('there is no route `GET /helth`; did you mean `GET /health`?');
  });

  test('is broken by what `routesOf` was told and is not so', async () => {
    const told = await routesOf(app, { middleware: ['cors'] });
    expect(() => expect(told).toEnforce(contract, { open })).toThrow('no function `cors` was met');
    expect(() => expect(told).toHaveNoOpenRoutes({ except: open })).toThrow('no function `cors` was met');
  });

  test('that cannot prove anything is a mistake', () => {
    const misspelt: object = { 'GET /users/:name': 'AdminGetUsr' };
    expect(() => expect(routes).toEnforce(misspelt as never)).toThrow('did you mean `AdminGetUser`?');
    const both = { ...contract, 'GET /health': 'ListUsers' } as const;
    expect(() => expect(routes).toEnforce(both, { open })).toThrow('is in the contract and in `open`');
    expect(() => expect(routes).not.toEnforce(contract)).toThrow('would pass for any fault');
    expect(() => expect(routes).not.toHaveNoOpenRoutes()).toThrow('would pass for any fault');
    expect(() => expect(routes).toHaveNoOpenRoutes({ open } as never)).toThrow('`open` is no option');
    expect(() => expect(routes).toEnforce(contract, { open: 'GET /health' as never })).toThrow(
      "`open` is a list of names; write ['GET /health']",
    );
    expect(() => expect(routes).toHaveNoOpenRoutes({ except: 'GET /health' as never })).toThrow(
      "`except` is a list of names; write ['GET /health']",
    );
    expect(() => expect(app).toHaveNoOpenRoutes()).toThrow('await routesOf(app)');
    expect(() => expect(routesOf(app)).toHaveNoOpenRoutes()).toThrow('a promise: await it first');
  });
});

test.each([
  { what: 'nothing', given: undefined, message: 'expected an application of Koa, Express, Fastify or Hono' },
  { what: 'a promise', given: Promise.resolve(app), message: 'await it first' },
  { what: 'a router', given: { routes: () => {} }, message: 'got a router' },
  { what: 'an application without routes', given: new Hono(), message: 'has no routes' },
])('$what is none that has routes', async ({ given, message }) => {
  await expect(routesOf(given)).rejects.toThrow(message);
});

test('options that there are not, or cannot be used, are told', async () => {
  await expect(routesOf(app, { midleware: [] } as never)).rejects.toThrow('did you mean `middleware`?');
  await expect(routesOf(app, { middleware: [''] })).rejects.toThrow('takes functions, and names');
  await expect(routesOf(app, { middleware: 'cors' as never })).rejects.toThrow('is a list of functions');
  await expect(routesOf(app, { middleware: [undefined] })).rejects.toThrow('takes functions, and names');
});
