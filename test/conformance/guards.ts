import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthorizationResult, Authorizer } from '@cognito-iam/core';
import { guard as expressGuard } from '@cognito-iam/express';
import { guard as fastifyGuard, type GuardHook } from '@cognito-iam/fastify';
import { guard as honoGuard } from '@cognito-iam/hono';
import { guard as koaGuard } from '@cognito-iam/koa';
import { getRequestListener } from '@hono/node-server';
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import express from 'express';
import express4 from 'express-4';
import { type FastifyRequest, fastify } from 'fastify';
import { type Context, Hono } from 'hono';
import Koa from 'koa';

/** The handler behind a guard answers with what it saw. */
export interface SeenBehindGuard {
  readonly result: Partial<AuthorizationResult>;
}

/**
 * An application with guarded routes: `GET /users/:name` is AdminGetUser, `DELETE` of it AdminDeleteUser, `POST /me`
 * GetUser with the token from the parsed body, `OPTIONS /users/:name` its preflights, `GET /broken` a callback that throws, `GET /late` one that rejects.
 * A new adapter needs one entry in {@link guarded}.
 */
export interface Guarded {
  readonly name: string;
  readonly app: (authorizer: Authorizer) => (request: IncomingMessage, response: ServerResponse) => void;
  /** Builds a guard of an operation that TypeScript would not take. */
  readonly build: (authorizer: never, operation: never, members: never) => unknown;
}

export const pool = 'us-east-1_EXAMPLE';
const userOf = ({ params }: { readonly params: Readonly<Record<string, string>> }) => ({
  UserPoolId: pool,
  Username: params['name'],
});
const broken = (): never => {
  throw new Error('the callback broke');
};
const late = () => Promise.reject(new Error('the callback broke'));
const tokenOf = (body: unknown) => ({ AccessToken: (body as { token?: unknown } | undefined)?.token });

const express_ = (name: string, framework: typeof express): Guarded => ({
  name,
  build: expressGuard,
  app(authorizer) {
    const app = framework();
    app.use(framework.json());
    const answer: express.RequestHandler<Record<string, string>> = (req, res) => {
      res.json({ result: req.cognitoIam ?? {} } satisfies SeenBehindGuard);
    };
    app.get('/users/:name', expressGuard(authorizer, 'AdminGetUser', userOf), answer);
    app.delete('/users/:name', expressGuard(authorizer, 'AdminDeleteUser', userOf), answer);
    app.options('/users/:name', expressGuard(authorizer, 'AdminGetUser', userOf), answer);
    app.post(
      '/me',
      expressGuard(authorizer, 'GetUser', (req) => tokenOf(req.body)),
      answer,
    );
    app.get('/broken', expressGuard(authorizer, 'AdminGetUser', broken), answer);
    app.get('/late', expressGuard(authorizer, 'AdminGetUser', late), answer);
    return app;
  },
});

/** Every adapter with a guard. */
export const guarded: readonly Guarded[] = [
  {
    name: 'koa',
    build: koaGuard,
    app(authorizer) {
      const app = new Koa();
      app.use(bodyParser());
      const router = new Router();
      const answer = (ctx: Koa.ParameterizedContext) => {
        ctx.body = { result: ctx.state['cognitoIam'] ?? {} } satisfies SeenBehindGuard;
      };
      router.get('/users/:name', koaGuard(authorizer, 'AdminGetUser', userOf), answer);
      router.delete('/users/:name', koaGuard(authorizer, 'AdminDeleteUser', userOf), answer);
      router.options('/users/:name', koaGuard(authorizer, 'AdminGetUser', userOf), answer);
      router.post(
        '/me',
        koaGuard(authorizer, 'GetUser', (ctx) => tokenOf(ctx.request.body)),
        answer,
      );
      router.get('/broken', koaGuard(authorizer, 'AdminGetUser', broken), answer);
      router.get('/late', koaGuard(authorizer, 'AdminGetUser', late), answer);
      app.use(router.routes());
      return app.callback();
    },
  },
  {
    name: 'fastify',
    build: fastifyGuard,
    app(authorizer) {
      const app = fastify();
      const answer = async ({ cognitoIam }: FastifyRequest): Promise<SeenBehindGuard> => ({
        result: cognitoIam ?? {},
      });
      const guarding = (preHandler: GuardHook) => ({ preHandler });
      app.get('/users/:name', guarding(fastifyGuard(authorizer, 'AdminGetUser', userOf)), answer);
      app.delete('/users/:name', guarding(fastifyGuard(authorizer, 'AdminDeleteUser', userOf)), answer);
      app.options('/users/:name', guarding(fastifyGuard(authorizer, 'AdminGetUser', userOf)), answer);
      app.post('/me', guarding(fastifyGuard(authorizer, 'GetUser', ({ body }) => tokenOf(body))), answer);
      app.get('/broken', guarding(fastifyGuard(authorizer, 'AdminGetUser', broken)), answer);
      app.get('/late', guarding(fastifyGuard(authorizer, 'AdminGetUser', late)), answer);
      return (request, response) => {
        app.ready().then(() => app.routing(request, response), response.destroy.bind(response));
      };
    },
  },
  {
    name: 'hono',
    build: honoGuard,
    app(authorizer) {
      const app = new Hono();
      const user = (c: Context) => userOf({ params: c.req.param() });
      const answer = (c: Context) => c.json({ result: c.get('cognitoIam') ?? {} } satisfies SeenBehindGuard);
      app.get('/users/:name', honoGuard(authorizer, 'AdminGetUser', user), answer);
      app.delete('/users/:name', honoGuard(authorizer, 'AdminDeleteUser', user), answer);
      app.options('/users/:name', honoGuard(authorizer, 'AdminGetUser', user), answer);
      app.post(
        '/me',
        honoGuard(authorizer, 'GetUser', async (c) => tokenOf(await c.req.json())),
        answer,
      );
      app.get('/broken', honoGuard(authorizer, 'AdminGetUser', broken), answer);
      app.get('/late', honoGuard(authorizer, 'AdminGetUser', late), answer);
      return getRequestListener(app.fetch);
    },
  },
  express_('express', express),
  express_('express 4', express4),
];
