import {
  type Authorizer,
  enforcing,
  type MembersCallback,
  type Operation,
  parsedBody,
  readGuard,
} from '@cognito-iam/core';
import type { Next, ParameterizedContext } from 'koa';
import { hasNoBody, httpRequest, settle } from './exchange.js';

/** What a guard's callback gets: Koa's context with the parameters of `@koa/router`. */
export type GuardContext = ParameterizedContext & { readonly params: Readonly<Record<string, string>> };

/** Middleware of one route. */
export type GuardMiddleware = (ctx: GuardContext, next: Next) => Promise<void>;

/**
 * Middleware for one route of a REST mock: asks `authorizer` whether the caller may do `operation` with the members
 * that the callback gives; what it throws is a refusal. It reads no body; where a token in the body authorizes the
 * operation, a body parser comes first and the callback hands the token on. A request that is refused gets its
 * answer, any other goes on with `ctx.state.cognitoIam`. Throws a `ConfigurationError` when it is built.
 */
export function guard(
  authorizer: Authorizer,
  operation: Operation,
  members: MembersCallback<GuardContext>,
): GuardMiddleware {
  readGuard(authorizer, operation, members);
  const middleware: GuardMiddleware = async function guard(ctx, next) {
    const parsed = 'body' in ctx.request ? ctx.request.body : undefined;
    const body = parsedBody(parsed, ctx.req.readableDidRead) ?? (hasNoBody(ctx) ? '' : undefined);
    const request = httpRequest(ctx, body);
    const outcome = await authorizer.authorizeOperation(operation, async () => members(ctx), request);
    if (settle(ctx, outcome)) await next();
  };
  return enforcing(middleware, authorizer, operation);
}
