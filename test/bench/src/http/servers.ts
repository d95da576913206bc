import { createServer, type Server } from 'node:http';
import { parsedBody } from '@cognito-iam/core';
import { cognitoIam as expressCognitoIam } from '@cognito-iam/express';
import { cognitoIam as fastifyCognitoIam } from '@cognito-iam/fastify';
import { cognitoIam as honoCognitoIam } from '@cognito-iam/hono';
import { cognitoIam as koaCognitoIam } from '@cognito-iam/koa';
import { getRequestListener } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { bodyParser } from '@koa/bodyparser';
import express from 'express';
import { expressjwt } from 'express-jwt';
import { type FastifyInstance, fastify } from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import koaJwt from 'koa-jwt';
import { authorizer, clientId, issuer, publicPem } from '../account.js';
import { casbin } from '../engines/casbin.js';
import { casl } from '../engines/casl.js';
import { cachingVerifier, decider, handWrittenPath } from '../tasks/path.js';

/** An application to load: it answers what IAM allows with {@link answer}. */
export interface Contender {
  readonly name: string;
  /** The name of the bare framework with the same body parser; its own for a bare one. */
  readonly bare: string;
  /** Whether it refuses what is not allowed; by default whatever is not bare does. */
  readonly checks?: boolean;
  /** Whether requests are signed, not sent with a token. */
  readonly signed?: boolean;
  readonly start: () => Promise<Server>;
}

const amzJson = 'application/x-amz-json-1.1';
const answer = { Username: 'bob', Enabled: true, UserStatus: 'CONFIRMED' };
const denied = { __type: 'AccessDeniedException' };
const jwtOptions = { secret: publicPem, issuer, audience: clientId };

/** Koa: the same parser for all. */
async function koa(...middleware: readonly Koa.Middleware[]): Promise<Server> {
  const app = new Koa();
  app.use(bodyParser({ extendTypes: { json: [amzJson] } }));
  for (const step of middleware) app.use(step);
  app.use((ctx) => {
    ctx.body = answer;
  });
  app.silent = true;
  return createServer(app.callback());
}

/** What every answer of ours carries for browsers. */
const cors = [
  ['access-control-allow-origin', '*'],
  ['access-control-expose-headers', 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date'],
] as const;

async function koaByHand(): Promise<Server> {
  const path = await handWrittenPath();
  return koa(async (ctx, next) => {
    for (const [name, value] of cors) ctx.set(name, value);
    const body = parsedBody(ctx.request.body, true);
    if (await path({ headers: ctx.headers, body, sourceIp: ctx.ip })) return next();
    ctx.status = 400;
    ctx.body = denied;
  });
}

async function koaWithPeers(): Promise<Server> {
  const decide = await decider(casl);
  return koa(koaJwt({ ...jwtOptions, algorithms: ['RS256'] }), (ctx, next) => {
    if (decide(ctx.get('x-amz-target'), ctx.request.body, ctx.ip)) return next();
    ctx.status = 400;
    ctx.body = denied;
    return undefined;
  });
}

/** Express: the same parser for all. */
async function expressApp(...middleware: readonly express.RequestHandler[]): Promise<Server> {
  const app = express();
  app.use(express.json({ type: amzJson }));
  for (const step of middleware) app.use(step);
  app.use((_req, res) => {
    res.json(answer);
  });
  const refuse: express.ErrorRequestHandler = (_error, _req, res, _next) => {
    res.status(401).json(denied);
  };
  app.use(refuse);
  return createServer(app);
}

async function expressByHand(): Promise<Server> {
  const path = await handWrittenPath();
  return expressApp(async (req, res, next) => {
    for (const [name, value] of cors) res.set(name, value);
    if (await path({ headers: req.headers, body: req.body, sourceIp: req.ip })) next();
    else res.status(400).json(denied);
  });
}

async function expressWithPeers(): Promise<Server> {
  const decide = await decider(casbin);
  return expressApp(expressjwt({ ...jwtOptions, algorithms: ['RS256'] }), (req, res, next) => {
    if (decide(req.headers['x-amz-target'], req.body, req.ip)) next();
    else res.status(400).json(denied);
  });
}

/** Fastify: bodies parsed by its own JSON parser, whichever plugin registers it. */
async function fastifyApp(prepare: (app: FastifyInstance) => Promise<void>): Promise<Server> {
  const app = fastify();
  await prepare(app);
  app.post('/', async () => answer);
  await app.ready();
  return app.server;
}

async function ownParser(app: FastifyInstance): Promise<void> {
  app.addContentTypeParser(amzJson, { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
}

async function fastifyByHand(app: FastifyInstance): Promise<void> {
  await ownParser(app);
  const path = await handWrittenPath();
  app.addHook('preHandler', async ({ headers, body, ip: sourceIp }, reply) => {
    for (const [name, value] of cors) reply.header(name, value);
    if (!(await path({ headers, body: parsedBody(body, true), sourceIp })))
      await reply.status(400).send(denied);
  });
}

async function fastifyWithPeers(app: FastifyInstance): Promise<void> {
  await ownParser(app);
  const verify = cachingVerifier();
  const decide = await decider(casl);
  app.addHook('preHandler', async (request, reply) => {
    verify(request.headers.authorization?.slice(7) ?? '');
    if (!decide(request.headers['x-amz-target'], request.body, request.ip)) {
      await reply.status(400).send(denied);
    }
  });
}

/** Hono: the handler reads the body as JSON. */
async function hono(prepare: (app: Hono) => void): Promise<Server> {
  const app = new Hono();
  prepare(app);
  app.post('/', async (c) => {
    await c.req.json();
    return c.json(answer);
  });
  return createServer(getRequestListener(app.fetch));
}

async function honoByHand(): Promise<Server> {
  const path = await handWrittenPath();
  return hono((app) => {
    app.onError((_error, c) => c.json(denied, 401));
    app.use(async (c, next) => {
      for (const [name, value] of cors) c.header(name, value);
      const headers = {
        authorization: c.req.header('authorization'),
        'x-amz-target': c.req.header('x-amz-target'),
      };
      const sourceIp = getConnInfo(c).remote.address;
      if (await path({ headers, body: await c.req.json(), sourceIp })) return next();
      return c.json(denied, 400);
    });
  });
}

/** What is loaded, each bare framework before what is mounted in it. A new one is a row here. */
export const contenders: readonly Contender[] = [
  { name: 'Koa', bare: 'Koa', start: () => koa() },
  { name: 'Koa, cognito-iam', bare: 'Koa', start: () => koa(koaCognitoIam(authorizer())) },
  { name: 'Koa, hand-written', bare: 'Koa', start: koaByHand },
  { name: 'Koa, koa-jwt, @casl/ability', bare: 'Koa', start: koaWithPeers },
  { name: 'Express', bare: 'Express', start: () => expressApp() },
  {
    name: 'Express, cognito-iam',
    bare: 'Express',
    start: () => expressApp(expressCognitoIam(authorizer())),
  },
  { name: 'Express, hand-written', bare: 'Express', start: expressByHand },
  { name: 'Express, express-jwt, casbin', bare: 'Express', start: expressWithPeers },
  { name: 'Fastify', bare: 'Fastify', start: () => fastifyApp(ownParser) },
  {
    name: 'Fastify, cognito-iam',
    bare: 'Fastify',
    start: () => fastifyApp(async (app) => void (await app.register(fastifyCognitoIam(authorizer())))),
  },
  { name: 'Fastify, hand-written', bare: 'Fastify', start: () => fastifyApp(fastifyByHand) },
  {
    name: 'Fastify, fast-jwt with its cache, @casl/ability',
    bare: 'Fastify',
    start: () => fastifyApp(fastifyWithPeers),
  },
  { name: 'Hono', bare: 'Hono', start: () => hono(() => undefined) },
  {
    name: 'Hono, cognito-iam',
    bare: 'Hono',
    start: () => hono((app) => void app.use(honoCognitoIam(authorizer()))),
  },
  { name: 'Hono, hand-written', bare: 'Hono', start: honoByHand },
];
