import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AdapterOptions, AuthorizationResult, Authorizer } from '@cognito-iam/core';
import { cognitoIam as expressCognitoIam } from '@cognito-iam/express';
import { cognitoIam as koaCognitoIam } from '@cognito-iam/koa';
import { bodyParser } from '@koa/bodyparser';
import express from 'express';
import express4 from 'express-4';
import Koa from 'koa';
import Koa2 from 'koa-2';
import koaBodyParser from 'koa-bodyparser';
import mount from 'koa-mount';
import { fastifyAdapter } from './fastify-adapter.js';
import { honoAdapter } from './hono-adapter.js';
import { nodeAdapter } from './node-adapter.js';

/** How the application around an adapter is built. */
export interface AppOptions {
  /** The name of a body parser in {@link Adapter.parsers}. */
  readonly parser?: string;
  /** Whether it comes before the adapter or after it. */
  readonly parsed?: 'before' | 'after';
  readonly mountedAt?: string;
  readonly trustProxy?: boolean;
  readonly adapterOptions?: AdapterOptions;
  /** What the handler behind the adapter answers; what it saw, if left out. */
  readonly answer?: (seen: Seen) => Promise<Answer>;
}

/** An answer of the handler behind the adapter, sent as JSON. */
export interface Answer {
  readonly status: 200 | 400;
  readonly body: object;
}

/** What the handler behind the adapter saw: the body of its answer, unless it is told another. */
export interface Seen {
  readonly result: Partial<AuthorizationResult>;
  readonly body: unknown;
  readonly rawBody: string | undefined;
}

/** An adapter under test. A new one needs one entry in {@link adapters}. */
export interface Adapter {
  readonly name: string;
  /** Body parsers that users put before or after it. What each leaves of an AWS request: parsed, text, bytes or nothing. */
  readonly parsers: ReadonlyMap<string, 'object' | 'text' | 'bytes' | 'nothing'>;
  /** Whether the framework parses bodies after its hooks wherever the parser was added, so that the parser's word is the last. */
  readonly parsesLast?: boolean;
  /** Whether a parser that leaves an object keeps the raw body beside it, as those of Koa do. */
  readonly keepsRawBody: (parser: string) => boolean;
  readonly app: (
    authorizer: Authorizer,
    options?: AppOptions,
  ) => (request: IncomingMessage, response: ServerResponse) => void;
}

const amzJson = 'application/x-amz-json-1.1';

const textOf = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));

const koaParsers = new Map<string, Koa.Middleware>([
  ['koa-bodyparser', koaBodyParser()],
  ['koa-bodyparser for AWS', koaBodyParser({ extendTypes: { json: [amzJson] } })],
  [
    'koa-bodyparser for AWS as text',
    koaBodyParser({ enableTypes: ['text'], extendTypes: { text: [amzJson] } }),
  ],
  ['@koa/bodyparser', bodyParser()],
  ['@koa/bodyparser for AWS', bodyParser({ extendTypes: { json: [amzJson] } })],
]);

const koaAdapter = (name: string, Application: typeof Koa): Adapter => ({
  name,
  parsers: new Map([
    ['koa-bodyparser', 'nothing'],
    ['koa-bodyparser for AWS', 'object'],
    ['koa-bodyparser for AWS as text', 'text'],
    ['@koa/bodyparser', 'nothing'],
    ['@koa/bodyparser for AWS', 'object'],
  ]),
  keepsRawBody: () => true,
  app(authorizer, { parser, parsed, mountedAt, trustProxy = false, adapterOptions, answer } = {}) {
    const app = new Application({ proxy: trustProxy });
    const inner = new Application();
    // Koa prints aborted connections, whatever is mounted.
    app.silent = true;
    const iam = koaCognitoIam(authorizer, adapterOptions);
    const parse = koaParsers.get(parser ?? '');
    for (const step of parsed === 'after' ? [iam, parse] : [parse, iam]) if (step) inner.use(step);
    inner.use(async (ctx) => {
      const { body, rawBody } = ctx.request as { body?: unknown; rawBody?: unknown };
      const seen: Seen = { result: ctx.state.cognitoIam ?? {}, body, rawBody: textOf(rawBody) };
      const answered = await answer?.(seen);
      ctx.status = answered?.status ?? 200;
      ctx.body = answered?.body ?? seen;
    });
    app.use(mountedAt === undefined ? mount(inner) : mount(mountedAt, inner));
    return app.callback();
  },
});

const expressAdapter = (name: string, framework: typeof express): Adapter => ({
  name,
  parsers: new Map([
    ['express.json', 'nothing'],
    ['express.json for AWS', 'object'],
    ['express.json for AWS and the raw body', 'object'],
    ['express.text for AWS', 'text'],
    ['express.raw for AWS', 'bytes'],
  ]),
  keepsRawBody: (parser) => parser === 'express.json for AWS and the raw body',
  app(authorizer, { parser, parsed, mountedAt, trustProxy = false, adapterOptions, answer } = {}) {
    const parsers = new Map<string, express.RequestHandler>([
      ['express.json', framework.json()],
      ['express.json for AWS', framework.json({ type: amzJson })],
      [
        'express.json for AWS and the raw body',
        framework.json({
          type: amzJson,
          verify: (req, _res, rawBody) => {
            Object.assign(req, { rawBody });
          },
        }),
      ],
      ['express.text for AWS', framework.text({ type: amzJson })],
      ['express.raw for AWS', framework.raw({ type: amzJson })],
    ]);
    const app = framework();
    app.set('trust proxy', trustProxy);
    const router = framework.Router();
    const iam = expressCognitoIam(authorizer, adapterOptions);
    const parse = parsers.get(parser ?? '');
    for (const step of parsed === 'after' ? [iam, parse] : [parse, iam]) if (step) router.use(step);
    router.use((req, res, next) => {
      const { body, rawBody } = req as { body?: unknown; rawBody?: unknown };
      const seen: Seen = {
        result: req.cognitoIam ?? {},
        body: Buffer.isBuffer(body) ? body.toString() : body,
        rawBody: textOf(rawBody),
      };
      // Express 4 awaits nothing.
      Promise.resolve(answer?.(seen)).then(
        (answered) => res.status(answered?.status ?? 200).json(answered?.body ?? seen),
        next,
      );
    });
    app.use(mountedAt ?? '/', router);
    return app;
  },
});

/** Every adapter that has to behave like the others. */
export const adapters: readonly Adapter[] = [
  koaAdapter('koa', Koa),
  koaAdapter('koa 2', Koa2),
  expressAdapter('express', express),
  expressAdapter('express 4', express4),
  fastifyAdapter,
  honoAdapter,
  nodeAdapter,
];
