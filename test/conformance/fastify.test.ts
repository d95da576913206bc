import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip, gzipSync } from 'node:zlib';
import { createAuthorizer, type LogEntry } from '@cognito-iam/core';
import { cognitoIam } from '@cognito-iam/fastify';
import { type FastifyInstance, fastify } from 'fastify';
import { expect, test } from 'vitest';
import { mint, optionsFor } from './fixture.js';

const members = { UserPoolId: 'us-east-1_EXAMPLE', Username: 'bob' };
const body = JSON.stringify(members);

const tooLarge = { __type: 'RequestEntityTooLargeException' };
const authorizer = (log: LogEntry[] = []) => createAuthorizer(optionsFor(log));

async function headersFor(operation: string, changes: Readonly<Record<string, string>> = {}) {
  return {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    authorization: `Bearer ${await mint()}`,
    ...changes,
  };
}

async function post(
  app: FastifyInstance,
  url: string,
  operation: string,
  changes = {},
  payload: string | Buffer = body,
) {
  return app.inject({ method: 'POST', url, headers: await headersFor(operation, changes), payload });
}

test('a path without a route is decided, too', async () => {
  const app = fastify();
  await app.register(cognitoIam(authorizer()));
  app.post('/', async () => 'routed');
  expect((await post(app, '/', 'AdminGetUser')).body).toBe('routed');
  const denied = await post(app, '/nowhere', 'AdminCreateUser');
  expect(denied.json()).toMatchObject({ __type: 'AccessDeniedException' });
  const allowed = await post(app, '/nowhere', 'AdminGetUser');
  expect(allowed.statusCode).toBe(404);
  expect(allowed.headers['access-control-allow-origin']).toBe('*');
});

test('a preflight needs no route', async () => {
  const app = fastify();
  await app.register(cognitoIam(authorizer()));
  app.post('/', async () => 'routed');
  const answer = await app.inject({ method: 'OPTIONS', url: '/', headers: { origin: 'http://localhost' } });
  expect(answer).toMatchObject({ statusCode: 200, body: '' });
  expect(answer.headers['access-control-allow-methods']).toBe('POST');
});

test('it applies to the instance it is registered on, and to no other', async () => {
  const app = fastify();
  app.post('/free', async () => 'free');
  app.register(
    async (mounted) => {
      mounted.register(cognitoIam(authorizer()));
      mounted.post('/', async ({ cognitoIam }) => cognitoIam?.operation);
      mounted.register(async (inner) =>
        inner.post('/inner', async ({ cognitoIam }) => cognitoIam?.operation),
      );
      mounted.setNotFoundHandler(async (_, reply) => reply.code(404).send('not here'));
    },
    { prefix: '/cognito' },
  );
  expect((await app.inject({ method: 'POST', url: '/free' })).body).toBe('free');
  for (const url of ['/cognito/', '/cognito/inner']) {
    expect((await post(app, url, 'AdminGetUser')).body).toBe('AdminGetUser');
    expect((await post(app, url, 'AdminCreateUser')).json()).toMatchObject({
      __type: 'AccessDeniedException',
    });
  }
  expect((await post(app, '/cognito/nowhere', 'AdminCreateUser')).statusCode).toBe(400);
  expect((await post(app, '/cognito/nowhere', 'AdminGetUser')).body).toBe('not here');
  const preflight = await app.inject({ method: 'OPTIONS', url: '/cognito/' });
  expect(preflight.headers['access-control-allow-methods']).toBe('POST');
});

test('on an instance and on one inside it, both decide', async () => {
  const app = fastify();
  const log: LogEntry[] = [];
  await app.register(cognitoIam(authorizer()));
  app.register(async (mounted) => {
    await mounted.register(cognitoIam(createAuthorizer(optionsFor(log, { bodyLimit: 10 }))));
    mounted.post('/', async ({ body: left }) => left);
  });
  expect((await post(app, '/', 'AdminGetUser')).json()).toMatchObject(tooLarge);
  expect((await post(app, '/elsewhere', 'AdminGetUser')).statusCode).toBe(404);
});

test("other content types are left to the application's parsers", async () => {
  const app = fastify();
  await app.register(cognitoIam(authorizer()));
  app.post('/', async ({ body: left, rawBody }) => ({ left, rawBody }));
  const seen = async (type: string) =>
    (await post(app, '/', 'AdminGetUser', { 'content-type': type })).json();
  expect(await seen('application/json')).toEqual({ left: members, rawBody: body });
  expect(await seen('text/plain')).toEqual({ left: body, rawBody: body });
  expect(await seen('application/x-amz-json-1.1; charset=utf-8')).toEqual({ left: members, rawBody: body });
  expect(await seen('image/png')).toMatchObject({ code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' });
  const denied = await post(app, '/', 'AdminCreateUser', { 'content-type': 'image/png' });
  expect(denied.json()).toMatchObject({ __type: 'AccessDeniedException' });
});

test('a schema is asked about permitted requests only', async () => {
  const app = fastify();
  await app.register(cognitoIam(authorizer()));
  const schema = { body: { type: 'object', required: ['ClientId'] } };
  app.post('/', { schema }, async () => 'valid');
  expect((await post(app, '/', 'AdminGetUser')).json()).toMatchObject({ code: 'FST_ERR_VALIDATION' });
  expect((await post(app, '/', 'AdminCreateUser')).json()).toMatchObject({ __type: 'AccessDeniedException' });
});

test('a body that an earlier hook unzips', async () => {
  const app = fastify();
  app.addHook('preParsing', async (_request, _reply, payload) => {
    const zipped = { receivedEncodedLength: 0 };
    payload.on('data', (chunk: Buffer) => (zipped.receivedEncodedLength += chunk.length));
    return Object.defineProperty(payload.pipe(createGunzip()), 'receivedEncodedLength', {
      get: () => zipped.receivedEncodedLength,
    });
  });
  await app.register(cognitoIam(authorizer()));
  app.addContentTypeParser('application/x-amz-json-1.1', { parseAs: 'string' }, (_, text, done) =>
    done(null, text),
  );
  app.post('/', async ({ body: left }) => left);
  const answer = await post(app, '/', 'AdminGetUser', { 'content-encoding': 'gzip' }, gzipSync(body));
  expect(answer.body).toBe(body);
});

test('a refused request whose connection is lost while the answer waits reaches no handler', async () => {
  const log: LogEntry[] = [];
  const reached: string[] = [];
  const app = fastify();
  app.addHook('onSend', async () => sleep(100));
  await app.register(cognitoIam(authorizer(log)));
  app.addHook('preHandler', async () => void reached.push('a hook'));
  app.post('/', async () => void reached.push('the handler'));
  await app.ready();
  const server = createServer((request, response) => app.routing(request, response)).listen(0);
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const head = Object.entries({ host: 'localhost', ...(await headersFor('AdminCreateUser')) });
  const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(`POST / HTTP/1.1\r\n${lines}content-length: ${body.length}\r\n\r\n${body}`);
  await expect.poll(() => log.some(({ event }) => event === 'refused')).toBe(true);
  socket.destroy();
  await sleep(200);
  server.close();
  expect(reached).toEqual([]);
});

test('options that are given when it is registered count, and are read as strictly', async () => {
  const register = async (given: object) => {
    const app = fastify();
    await app.register(cognitoIam(authorizer()), given);
    return app;
  };
  const limited = await register({ bodyLimit: 8 });
  expect((await post(limited, '/', 'AdminGetUser')).json()).toMatchObject(tooLarge);
  await expect(register({ bodylimit: 8 })).rejects.toMatchObject({ code: 'ERR_OPTION_UNKNOWN' });
  const passedItself = () => cognitoIam(fastify() as never, { authorizer: authorizer() } as never);
  expect(passedItself).toThrow(expect.objectContaining({ code: 'ERR_OPTION_INVALID', path: '/authorizer' }));
});
