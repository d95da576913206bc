import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, request } from 'node:http';
import { connect as connect2, createServer as createServer2 } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { createAuthorizer, type LogEntry } from '@cognito-iam/core';
import { cognitoIam, guard, type HonoAdapterOptions } from '@cognito-iam/hono';
import { getRequestListener } from '@hono/node-server';
import { getRequestListener as getRequestListener1 } from '@hono/node-server-1';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { cloneRawRequest } from 'hono/request';
import { afterEach, describe, expect, test } from 'vitest';
import { mint, optionsFor } from './fixture.js';

const body = JSON.stringify({ UserPoolId: 'us-east-1_EXAMPLE', Username: 'bób' });
const otherPool = JSON.stringify({ UserPoolId: 'us-east-1_OTHER', Username: 'bob' });
const authorization = `Bearer ${await mint()}`;
const headers = {
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'AWSCognitoIdentityProviderService.AdminGetUser',
  authorization,
};

function current(app: Hono): RequestListener {
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Where an application listens. */
async function urlOf(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  closing.push(() => server.close().closeAllConnections());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function ask(app: Hono, init: RequestInit = {}): Promise<Response> {
  return fetch(await urlOf(current(app)), { method: 'POST', headers, body, ...init });
}

function iam(options?: HonoAdapterOptions, log: LogEntry[] = []): MiddlewareHandler {
  return cognitoIam(createAuthorizer(optionsFor(log)), options);
}

/** A guard decides without the body, whatever that is. */
const user = () => ({ UserPoolId: 'us-east-1_EXAMPLE', Username: 'bob' });
const guarded = guard(createAuthorizer(optionsFor([])), 'AdminGetUser', user);

function appOf(...steps: readonly MiddlewareHandler[]): Hono {
  const app = new Hono();
  for (const step of steps) app.use(step);
  return app;
}

const hex = (bytes: ArrayBuffer | Uint8Array): string => Buffer.from(new Uint8Array(bytes)).toString('hex');

type Readers = ReadonlyMap<string, (c: Context) => Promise<unknown>>;

/** What Hono has to read a body, each as what it gives. */
const honoReaders: Readers = new Map<string, (c: Context) => Promise<unknown>>([
  ['text', ({ req }) => req.text()],
  ['json', ({ req }) => req.json()],
  ['arrayBuffer', async ({ req }) => hex(await req.arrayBuffer())],
  ['blob', async ({ req }) => [(await req.blob()).type, hex(await (await req.blob()).arrayBuffer())]],
  ['formData', async ({ req }) => [...(await req.formData())]],
  ['parseBody', ({ req }) => req.parseBody()],
  ['bytes-and-json', async ({ req }) => [hex(await req.arrayBuffer()), await req.json()]],
  ['copy', async ({ req }) => (await cloneRawRequest(req)).text()],
]);

/** And what goes past what Hono keeps, or comes of what is kept. */
const otherReaders: Readers = new Map<string, (c: Context) => Promise<unknown>>([
  ['raw-text', ({ req }) => req.raw.text()],
  ['raw-json', ({ req }) => req.raw.json()],
  ['raw-bytes', async ({ req }) => hex(await req.raw.arrayBuffer())],
  ['raw-blob', async ({ req }) => hex(await (await req.raw.blob()).arrayBuffer())],
  ['raw-form', async ({ req }) => [...(await req.raw.formData())]],
  ['clone', async ({ req }) => [await req.raw.clone().text(), await req.text()]],
  ['stream', async ({ req }) => new Response(req.raw.body).text()],
  ['text-and-bytes', async ({ req }) => [await req.text(), hex(await req.arrayBuffer())]],
  ['other', ({ req }) => new Request(req.raw.clone(), { method: 'PUT' }).text()],
]);

/** Does nothing itself: the path is that of the mounted application. */
const mounted = ['mounted', async (): Promise<unknown> => undefined] as const;

/** An application with a path for each reader, and one of a mounted application. */
function reading(readers: Readers, ...steps: readonly MiddlewareHandler[]): Hono {
  const app = appOf(...steps);
  app.mount('/mounted', (request: Request) => new Response(request.body));
  for (const [name, read] of readers) app.all(name, async (c) => c.json({ read: await read(c) }));
  app.onError((error, c) => c.json({ failed: error.name }));
  return app;
}

const form = 'a=1&b=2';
const urlencoded = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
const streamed = (...parts: readonly string[]): RequestInit => ({
  body: new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
      controller.close();
    },
  }),
  duplex: 'half',
});

const bodies = new Map<string, () => RequestInit>([
  ['JSON', () => ({})],
  ['chunks', () => streamed(body.slice(0, 20), body.slice(20))],
  ['bytes that are not UTF-8', () => ({ body: Buffer.from('{"a":"b\xff"}', 'latin1') })],
  ['a byte order mark', () => ({ body: `\ufeff${body}` })],
  ['a replacement character', () => ({ body: '{"a":"\ufffd"}' })],
  ['more than is read', () => ({ body: body.padEnd(2 ** 20 + 1) })],
  ['more than is read, in chunks', () => streamed(body, ' '.repeat(2 ** 20))],
  ['nothing', () => ({ body: '' })],
  ['no chunk', () => streamed()],
  ['a form', () => ({ headers: urlencoded, body: form })],
  ['GET', () => ({ method: 'GET', body: null })],
  ['DELETE', () => ({ method: 'DELETE', body: null })],
]);

/** How Hono is put on Node, as one does now and as one did, and what gives out a body that was read before. */
const listeners = new Map<string, { listen: (app: Hono) => RequestListener; readers: Readers }>([
  ['@hono/node-server 2', { listen: current, readers: new Map([...honoReaders, ...otherReaders, mounted]) }],
  [
    '@hono/node-server 1',
    {
      listen: (app) => getRequestListener1(app.fetch, { overrideGlobalObjects: false }),
      readers: honoReaders,
    },
  ],
]);

test.each(
  [...listeners].flatMap(([name, way]) => [...bodies].map(([of, init]) => [name, of, way, init] as const)),
)('on %s, %s is read after a guard as without one', async (name, _, { listen, readers }, initOf) => {
  const [bare, behind] = [
    await urlOf(listen(reading(readers))),
    await urlOf(listen(reading(readers, guarded))),
  ];
  for (const path of readers.keys()) {
    const [expected, given] = [
      await fetch(`${bare}/${path}`, { method: 'POST', headers, body, ...initOf() }),
      await fetch(`${behind}/${path}`, { method: 'POST', headers, body, ...initOf() }),
    ];
    expect([name, path, given.status, await given.text()]).toEqual([
      name,
      path,
      expected.status,
      await expected.text(),
    ]);
  }
});

test.each([...listeners])('on %s, a body is read twice by two that check', async (_, { listen }) => {
  const app = appOf(iam(), guarded, iam());
  app.post('/', async (c) => c.json([await c.req.json(), c.get('cognitoIam')?.operation]));
  const answer = await fetch(await urlOf(listen(app)), { method: 'POST', headers, body });
  expect(await answer.json()).toEqual([JSON.parse(body), 'AdminGetUser']);
});

/** A step that uses the request, and hands it on. */
function using(use: (c: Context) => unknown): MiddlewareHandler {
  return (c, next) => {
    use(c);
    return next();
  };
}

describe('what came before', () => {
  const denied = { ...headers, 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminCreateUser' };
  const answered = async (step: MiddlewareHandler, init: RequestInit = {}): Promise<unknown> => {
    const app = appOf(step, iam());
    app.post('/', async (c) => c.json([c.get('cognitoIam')?.operation, await c.req.json()]));
    const answer = await ask(app, init);
    return answer.status === 200 ? answer.json() : ((await answer.json()) as { __type: string }).__type;
  };
  const letThrough = ['AdminGetUser', JSON.parse(body)];

  test.each<[string, MiddlewareHandler]>([
    ['headers', using((c) => c.req.header('origin'))],
    ['the CORS of Hono', cors()],
    ['a signal', using((c) => c.req.raw.signal.throwIfAborted())],
    ['a clone', using((c) => c.req.raw.clone())],
    ['a clone that was read', (c, next) => c.req.raw.clone().text().then(next)],
    ['the text', (c, next) => c.req.text().then(next)],
    ['the stream, unread', using((c) => c.req.raw.body)],
  ])('%s: the body is decided on and read', async (_, step) => {
    expect(await answered(step)).toEqual(letThrough);
    expect(await answered(step, { headers: denied })).toBe('AccessDeniedException');
  });

  test('headers that were changed are decided on as they are now', async () => {
    const change: MiddlewareHandler = ({ req }, next) => {
      req.raw.headers.set('authorization', `Bearer ${req.header('x-token')}`);
      req.raw.headers.set('x-amz-target', req.header('x-target') ?? '');
      return next();
    };
    const of = (target: string) => ({
      headers: {
        ...denied,
        authorization: 'Bearer none',
        'x-token': authorization.slice(7),
        'x-target': target,
      },
    });
    expect(await answered(change, of(headers['x-amz-target']))).toEqual(letThrough);
    expect(await answered(change, of(denied['x-amz-target']))).toBe('AccessDeniedException');
  });

  test.each<[string, MiddlewareHandler]>([
    [
      'another request',
      (c, next) => {
        c.req.raw = new Request(c.req.url, { method: 'POST', headers: denied, body });
        return next();
      },
    ],
    [
      'other headers',
      (c, next) => {
        Object.defineProperty(c.req.raw, 'headers', { value: new Headers(denied) });
        return next();
      },
    ],
  ])('%s in place of what arrived is decided on', async (_, step) => {
    expect(await answered(step)).toBe('AccessDeniedException');
  });

  test.each([
    ['', {}],
    [', in place of chunks', streamed(body)],
  ])('a body that was put into Hono is decided on%s', async (_, init) => {
    const put: MiddlewareHandler = ({ req }, next) => {
      Object.assign(req.bodyCache, {
        text: Promise.resolve(otherPool),
      });
      return next();
    };
    expect(await answered(put, init)).toBe('AccessDeniedException');
  });

  test('a body that its reader keeps is refused', async () => {
    expect(await answered((c, next) => c.req.raw.text().then(next))).toBe('SerializationException');
    expect(await answered((c, next) => text(c.env.incoming).then(next))).toBe('SerializationException');
  });

  test('a body that somebody has begun to read is refused', async () => {
    const begin: MiddlewareHandler = async ({ env: { incoming } }, next) => {
      await once(incoming, 'data');
      incoming.pause();
      return next();
    };
    expect(await answered(begin)).toBe('SerializationException');
    expect(await answered(begin, streamed(body, ' '))).toBe('SerializationException');
  });

  test('a clone that is kept can be read afterwards', async () => {
    const app = appOf(async (c, next) => {
      const clone = c.req.raw.clone();
      await next();
      c.res = new Response(await clone.text());
    }, iam());
    app.post('/', (c) => c.text('let through'));
    expect(await (await ask(app)).text()).toBe(body);
  });

  test.each<[string, (incoming: IncomingMessage) => unknown, unknown]>([
    [
      'a body that it has read and left',
      async (incoming) => Object.assign(incoming, { rawBody: Buffer.from(await text(incoming)) }),
      JSON.parse(body),
    ],
    [
      'another body',
      (incoming) => Object.assign(incoming, { rawBody: Buffer.from(otherPool) }),
      { __type: 'AccessDeniedException' },
    ],
    ['an encoding', (incoming) => incoming.setEncoding('latin1'), JSON.parse(body)],
  ])('%s from the host is decided on', async (_, prepare, expected) => {
    const app = appOf(iam());
    app.post('/', async (c) => c.json(await c.req.json()));
    const listener = current(app);
    const host: RequestListener = async (incoming, outgoing) => {
      await prepare(incoming);
      listener(incoming, outgoing);
    };
    const answer = await fetch(await urlOf(host), { method: 'POST', headers, body });
    expect(await answer.json()).toMatchObject(expected as object);
  });
});

test('a body of GET, which Fetch knows nothing of, is nothing after a guard, too', async () => {
  const app = appOf(guarded);
  app.get('/', async (c) => c.json(await c.req.text()));
  const length = Buffer.byteLength(body);
  const sent = request(await urlOf(current(app)), { headers: { ...headers, 'content-length': length } });
  sent.end(body);
  const [answer] = await once(sent, 'response');
  expect(await text(answer)).toBe('""');
});

test('a body that breaks off is refused, and the next one read', async () => {
  const log: LogEntry[] = [];
  const app = appOf(iam({}, log));
  app.post('/', (c) => c.text('let through'));
  const url = await urlOf(current(app));
  const lines = Object.entries({ host: 'localhost', ...headers, 'content-length': '999' }).map((line) =>
    line.join(': '),
  );
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(`POST / HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
  await expect.poll(() => JSON.stringify(log)).toContain('could not be read');
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200);
});

test('a body with no declared length is read up to the limit', async () => {
  const app = appOf(iam({ bodyLimit: body.length + 1 }));
  app.post('/', (c) => c.text('let through'));
  expect((await ask(app, streamed(body))).status).toBe(200);
  const long = await ask(app, streamed(body, '   '));
  expect(await long.json()).toMatchObject({ __type: 'RequestEntityTooLargeException' });
});

test('a body of HTTP/2 is decided on and read', async () => {
  const app = appOf(iam());
  app.post('/', async (c: Context) => c.json([await c.req.json(), 'rawBody' in c.env.incoming]));
  const server = createServer2(getRequestListener(app.fetch, { overrideGlobalObjects: false })).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const session = connect2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  closing.push(
    () => session.close(),
    () => server.close(),
  );
  const stream = session.request({ ...headers, ':method': 'POST', ':path': '/' });
  stream.end(body);
  expect(JSON.parse(await text(stream))).toEqual([JSON.parse(body), false]);
});
