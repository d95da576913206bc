import {
  type Authorizer,
  enforcing,
  type MembersCallback,
  type Operation,
  parsedBody,
  readGuard,
} from '@cognito-iam/core';
import type { Request, RequestHandler } from 'express';
import { httpRequest, settle } from './exchange.js';

/** What a guard's callback gets: Express's request, with a text for each parameter of the route. */
export type GuardRequest = Request<Record<string, string>>;

/**
 * Middleware for one route of a REST mock: asks `authorizer` whether the caller may do `operation` with the members
 * that the callback gives; what it throws is a refusal. It reads no body; where a token in the body authorizes the
 * operation, a body parser comes first and the callback hands the token on. A request that is refused gets its
 * answer, any other goes on with `req.cognitoIam`. Throws a `ConfigurationError` when it is built.
 */
export function guard(
  authorizer: Authorizer,
  operation: Operation,
  members: MembersCallback<GuardRequest>,
): RequestHandler<Record<string, string>> {
  readGuard(authorizer, operation, members);
  const middleware: RequestHandler<Record<string, string>> = function guard(req, res, next) {
    const body = parsedBody(req.body, req.readableDidRead);
    authorizer
      .authorizeOperation(operation, async () => members(req), httpRequest(req, body))
      .then((outcome) => settle(req, res, outcome) && next())
      .catch(next);
  };
  return enforcing(middleware, authorizer, operation);
}
