import { cognitoIam } from '@cognito-iam/hono';
import { getRequestListener } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Adapter, Seen } from './adapters.js';

const parsers = new Map<string, MiddlewareHandler>([
  ['c.req.json', (c, next) => c.req.json().then(next)],
  ['c.req.text', (c, next) => c.req.text().then(next)],
  ['c.req.arrayBuffer', (c, next) => c.req.arrayBuffer().then(next)],
  ['hono/body-limit', bodyLimit({ maxSize: 2 ** 20 })],
]);

/** What Hono's readers take, they leave for whoever asks again, in any form. */
export const honoAdapter: Adapter = {
  name: 'hono',
  parsers: new Map([...parsers.keys()].map((parser) => [parser, 'nothing'])),
  // Hono parses nothing by itself.
  keepsRawBody: () => true,
  app(authorizer, { parser, parsed, mountedAt = '/', trustProxy = false, adapterOptions, answer } = {}) {
    const app = new Hono();
    const mounted = new Hono();
    // Hono's way to trust a proxy is to say where its word is.
    const iam = cognitoIam(authorizer, {
      ...(trustProxy && {
        sourceIp: (c) => c.req.header('x-forwarded-for'),
        secure: (c) => c.req.header('x-forwarded-proto') === 'https',
      }),
      ...adapterOptions,
    });
    const parse = parsers.get(parser ?? '');
    for (const step of parsed === 'after' ? [iam, parse] : [parse, iam]) if (step) mounted.use(step);
    mounted.all('*', async (c) => {
      const rawBody = await c.req.text();
      const isJson = rawBody.startsWith('{');
      const body: unknown = isJson ? await c.req.json() : {};
      const seen: Seen = { result: c.get('cognitoIam') ?? {}, body, rawBody };
      const answered = await answer?.(seen);
      return c.json(answered?.body ?? seen, answered?.status ?? 200);
    });
    app.route(mountedAt, mounted);
    return getRequestListener(app.fetch);
  },
};
