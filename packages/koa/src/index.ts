import {
  type AdapterOptions,
  type AuthorizationResult,
  type Authorizer,
  encodedBody,
  enforcing,
  parsedBody,
  readAdapterOptions,
  streamBody,
} from '@cognito-iam/core';
import type { Context, Middleware } from 'koa';
import { httpRequest, settle } from './exchange.js';

export { type GuardContext, type GuardMiddleware, guard } from './guard.js';

declare module 'koa' {
  interface DefaultState {
    /** Who called, and what IAM decided: on requests that `cognitoIam` let through. */
    cognitoIam?: AuthorizationResult | undefined;
  }
}

/**
 * Middleware that asks `authorizer` about every request: one that is refused gets AWS's answer, any other goes on
 * with `ctx.state.cognitoIam`, and with `ctx.request.body` and `ctx.request.rawBody` where no body parser left them.
 *
 * It works before and after body parsers; before them, a body that cannot be parsed gets AWS's answer, too.
 * `app.proxy` settles whether the client's address and TLS are taken from a proxy's headers. Throws a
 * `ConfigurationError` when it is built with options that cannot be used.
 */
export function cognitoIam(authorizer: Authorizer, options: AdapterOptions = {}): Middleware {
  const { bodyLimit } = readAdapterOptions(authorizer, options);
  const middleware: Middleware = async function cognitoIam(ctx, next) {
    if (authorizer.passes({ url: ctx.originalUrl, headers: ctx.headers })) return next();
    const parsed = parsedBody('body' in ctx.request ? ctx.request.body : undefined, ctx.req.readableDidRead);
    const body = parsed ?? encodedBody(ctx.headers) ?? (await readBody(ctx, bodyLimit));
    const outcome = await authorizer.authorize(httpRequest(ctx, body));
    if (!settle(ctx, outcome)) return;
    if (outcome.allowed && parsed === undefined) {
      Object.assign(ctx.request, { body: outcome.body, rawBody: String(body) });
    }
    await next();
  };
  return enforcing(middleware, authorizer);
}

function readBody({ req }: Context, limit: number): Promise<Buffer | Error> {
  return streamBody(req, { limit, length: req.headers['content-length'] }, Buffer.concat);
}
