import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { type AuthorizerOptions, createAuthorizer, type LogEntry } from '@cognito-iam/core';
import { cognitoIam, type HonoAdapterOptions } from '@cognito-iam/hono';
import { getRequestListener } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { cloneRawRequest } from 'hono/request';
import { Hono as Hono42 } from 'hono-4.2';
import { expect, test } from 'vitest';
import { mint, optionsFor } from './fixture.js';

const members = { UserPoolId: 'us-east-1_EXAMPLE', Username: 'bob' };
const body = JSON.stringify(members);

function appWith(
  options?: HonoAdapterOptions,
  log: LogEntry[] = [],
  changes: Partial<AuthorizerOptions> = {},
) {
  const app = new Hono();
  app.use(cognitoIam(createAuthorizer(optionsFor(log, changes)), options));
  return app;
}

async function initFor(operation: string, changes: RequestInit = {}, length?: number) {
  const headers = {
    ...(length !== undefined && { 'content-length': String(length) }),
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    authorization: `Bearer ${await mint()}`,
  };
  return { method: 'POST', headers, body, ...changes };
}

test('plain Fetch, without a server', async () => {
  const app = appWith();
  app.post('/', (c) => c.json({ operation: c.get('cognitoIam')?.operation }));
  const allowed = await app.request('/', await initFor('AdminGetUser'));
  expect(await allowed.json()).toEqual({ operation: 'AdminGetUser' });
  const denied = await app.request('/', await initFor('AdminCreateUser'));
  expect(denied.status).toBe(400);
  expect(denied.headers.get('content-type')).toBe('application/x-amz-json-1.1');
  expect(await denied.json()).toMatchObject({ __type: 'AccessDeniedException' });
});

test.each([body.length, undefined])(
  'in the oldest Hono that is supported, a body of the length %s is decided on and read',
  async (length) => {
    const app = new Hono42();
    app.use(cognitoIam(createAuthorizer(optionsFor([]))));
    app.post('/', async (c) => c.json([await c.req.json(), await c.req.text()]));
    const allowed = await app.request('/', await initFor('AdminGetUser', {}, length));
    expect(await allowed.json()).toEqual([members, body]);
    const denied = await app.request('/', await initFor('AdminCreateUser', {}, length));
    expect(await denied.json()).toMatchObject({ __type: 'AccessDeniedException' });
  },
);

test('without a server the address is unknown, until an option says it', async () => {
  const asked = async (options?: HonoAdapterOptions) => {
    const app = appWith(options);
    app.post('/', (c) => c.text('let through'));
    return (await app.request('/', await initFor('AdminEnableUser'))).status;
  };
  expect(await asked()).toBe(400);
  expect(await asked({ sourceIp: () => '203.0.113.9' })).toBe(200);
  expect(await asked({ sourceIp: (c) => c.req.header('x-real-ip') })).toBe(400);
});

test('without a server the scheme of the URL says whether there is TLS, until an option does', async () => {
  const asked = async (url: string, options?: HonoAdapterOptions) => {
    const app = appWith(options);
    app.post('/', (c) => c.text('let through'));
    return (await app.request(url, await initFor('AdminResetUserPassword'))).status;
  };
  expect(await asked('http://localhost/')).toBe(400);
  expect(await asked('https://localhost/')).toBe(200);
  expect(await asked('https://localhost/', { secure: () => false })).toBe(400);
});

test('on Node no request line makes a connection TLS', async () => {
  const app = appWith();
  app.all('*', (c) => c.text('let through'));
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false })).listen(0);
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const { headers } = await initFor('AdminResetUserPassword');
  const lines = Object.entries({ host: 'localhost', connection: 'close', ...headers }).map((line) =>
    line.join(': '),
  );
  const head = ['POST https://localhost/ HTTP/1.1', ...lines, `content-length: ${body.length}`];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  const [answer] = await once(socket, 'data');
  server.close();
  expect(String(answer)).toContain('AccessDeniedException');
});

test('an option that throws is a refusal', async () => {
  const log: LogEntry[] = [];
  const sourceIp = () => {
    throw new Error('no connection');
  };
  const app = appWith({ sourceIp }, log);
  app.post('/', (c) => c.text('let through'));
  const answer = await app.request('/', await initFor('AdminGetUser'));
  expect(answer.status).toBe(500);
  expect(await answer.json()).toMatchObject({ __type: 'InternalErrorException' });
  expect(log).toContainEqual(
    expect.objectContaining({ event: 'fault', message: expect.stringContaining('no connection') }),
  );
});

test('options that are no functions are found when it is built', () => {
  const build = (options: object) => () => appWith(options);
  expect(build({ sourceIp: '127.0.0.1' })).toThrow(expect.objectContaining({ path: '/sourceIp' }));
  expect(build({ sourceip: () => undefined })).toThrow('did you mean `sourceIp`?');
});

test('the body can be read again in every form, and the request passed on', async () => {
  const app = appWith();
  app.post('/again', async (c) =>
    c.json([await c.req.json(), await c.req.text(), (await c.req.arrayBuffer()).byteLength]),
  );
  app.post('/on', async (c) => c.text(await (await cloneRawRequest(c.req)).text()));
  for (const length of [undefined, body.length]) {
    const init = await initFor('AdminGetUser', {}, length);
    expect(await (await app.request('/again', init)).json()).toEqual([members, body, body.length]);
    expect(await (await app.request('/on', init)).text()).toBe(body);
  }
});

test.each<[string, MiddlewareHandler]>([
  ['read', (c, next) => c.req.raw.text().then(next)],
  [
    'locked',
    (c, next) => {
      c.req.raw.body?.getReader();
      return next();
    },
  ],
])('a body that was %s by somebody who keeps it is refused', async (_, take) => {
  const app = new Hono();
  app.use(take, cognitoIam(createAuthorizer(optionsFor([]))));
  app.post('/', (c) => c.text('let through'));
  const answer = await app.request('/', await initFor('AdminGetUser'));
  expect(await answer.json()).toEqual({ __type: 'SerializationException' });
});

test('a body that fails or has no end is refused', async () => {
  const app = appWith({ bodyLimit: 4096 });
  app.post('/', (c) => c.text('let through'));
  const streamed = async (pull: (controller: ReadableStreamDefaultController) => void) => {
    const init = await initFor('AdminGetUser', { body: new ReadableStream({ pull }), duplex: 'half' });
    return (await app.request('/', init)).json();
  };
  const fails = await streamed((controller) => controller.error(new Error('lost')));
  expect(fails).toEqual({ __type: 'SerializationException' });
  const endless = await streamed((controller) => controller.enqueue(new Uint8Array(1024)));
  expect(endless).toMatchObject({ __type: 'RequestEntityTooLargeException' });
  for (const [declared, sent] of [
    [5000, body],
    [5, ' '.repeat(5000)],
  ] as const) {
    const long = await app.request('/', await initFor('AdminGetUser', { body: sent }, declared));
    expect(await long.json()).toMatchObject({ __type: 'RequestEntityTooLargeException' });
  }
});

test('headers that come before it stay, and its own are on whatever answers', async () => {
  const app = new Hono();
  app.use((c, next) => {
    c.header('x-request-id', 'one');
    return next();
  });
  app.use(cognitoIam(createAuthorizer(optionsFor([]))));
  app.post('/response', () => new Response('let through'));
  app.post('/error', () => {
    throw new Error('of the mock');
  });
  app.onError((_, c) => c.text('sorry', 500));
  for (const [path, operation, status] of [
    ['/response', 'AdminGetUser', 200],
    ['/error', 'AdminGetUser', 500],
    ['/nowhere', 'AdminGetUser', 404],
    ['/nowhere', 'AdminCreateUser', 400],
  ] as const) {
    const answer = await app.request(path, await initFor(operation));
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    // Hono itself loses what was set before where a handler makes a response of its own.
    expect(answer.headers.get('x-request-id')).toBe(path === '/response' ? null : 'one');
  }
});

test.each<[string, readonly MiddlewareHandler[]]>([
  ['nothing', []],
  ['a header', [named('x-request-id', 'before')]],
  ['the same header', [named('access-control-allow-origin', 'http://before.test')]],
  ['a header of the response', [onResponse('access-control-allow-origin', 'http://before.test')]],
  ['the CORS of Hono', [cors({ origin: 'http://before.test', credentials: true })]],
])('on Node answers have the headers that they have without a server, after %s', async (_, before) => {
  const app = new Hono();
  for (const step of [...before, cognitoIam(createAuthorizer(optionsFor([])))]) app.use(step);
  app.post('/text', (c) => c.text('let through'));
  app.post('/json', (c) => c.json({}, 201, { 'x-own': 'a' }));
  app.post('/empty', (c) => c.body(null, 204));
  app.post('/response', () => new Response('let through'));
  app.post('/cors', (c) => c.text('a', 200, { 'Access-Control-Allow-Origin': 'http://own.test' }));
  app.post('/set', (c) => {
    c.header('access-control-allow-origin', 'http://own.test');
    return c.text('let through');
  });
  app.post(
    '/cookies',
    () => new Response('a', { headers: [...cookies, ['access-control-allow-origin', 'own']] }),
  );
  app.post('/stream', (c) => c.body(new Response('let through').body ?? ''));
  app.post('/error', () => {
    throw new Error('of the mock');
  });
  app.onError((_, c) => c.text('sorry', 500));
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false })).listen(0);
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const paths = ['text', 'json', 'empty', 'response', 'cors', 'set', 'cookies', 'stream', 'error', 'nowhere'];
  for (const path of paths) {
    const init = await initFor('AdminGetUser');
    const [there, here] = [await fetch(`${url}/${path}`, init), await app.request(`/${path}`, init)];
    expect([path, there.status, await there.text()]).toEqual([path, here.status, await here.text()]);
    expect([path, ofApplication(there)]).toEqual([path, ofApplication(here)]);
    expect([path, there.headers.has('access-control-expose-headers')]).toEqual([path, true]);
  }
  server.close();
  server.closeAllConnections();
});

const cookies: [string, string][] = [
  ['set-cookie', 'a=1'],
  ['set-cookie', 'b=2'],
];

function named(name: string, value: string): MiddlewareHandler {
  return (c, next) => {
    c.header(name, value);
    return next();
  };
}

function onResponse(name: string, value: string): MiddlewareHandler {
  return (c, next) => {
    c.res.headers.set(name, value);
    return next();
  };
}

/** Without what servers add. */
function ofApplication({ headers }: Response): readonly (readonly [string, string])[] {
  const added = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'content-type'];
  return [...headers].filter(([name]) => !added.includes(name));
}
