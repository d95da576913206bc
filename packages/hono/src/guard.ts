import {
  type Authorizer,
  enforcing,
  type MembersCallback,
  type Operation,
  readGuard,
} from '@cognito-iam/core';
import type { Context, MiddlewareHandler } from 'hono';
import { type HonoClientOptions, httpRequest } from './exchange.js';
import { settle } from './settle.js';

/**
 * Middleware for one route of a REST mock: asks `authorizer` whether the caller may do `operation` with the members
 * that the callback gives; what it throws is a refusal. The body stays there for whoever reads it. A request that is
 * refused gets its answer, any other goes on with `c.get('cognitoIam')`. Throws a `ConfigurationError` when it is built.
 */
export function guard(
  authorizer: Authorizer,
  operation: Operation,
  members: MembersCallback<Context>,
  options: HonoClientOptions = {},
): MiddlewareHandler {
  readGuard(authorizer, operation, members, options, ['sourceIp', 'secure']);
  const middleware: MiddlewareHandler = async function guard(c, next) {
    const request = await httpRequest(c, authorizer.bodyLimit, options);
    const outcome = await authorizer.authorizeOperation(operation, async () => members(c), request);
    return settle(c, outcome, next);
  };
  return enforcing(middleware, authorizer, operation);
}
