import {
  type Authorizer,
  enforcing,
  type MembersCallback,
  type Operation,
  parsedBody,
  readGuard,
} from '@cognito-iam/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { httpRequest, settle } from './exchange.js';

/** What a guard's callback gets: Fastify's request, with a text for each parameter of the route. */
export type GuardRequest = FastifyRequest & { readonly params: Readonly<Record<string, string>> };

/** A `preHandler` of one route. */
export type GuardHook = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/**
 * A `preHandler` for one route of a REST mock: asks `authorizer` whether the caller may do `operation` with the
 * members that the callback gives; what it throws is a refusal. A request that is refused gets its answer, any other
 * goes on with `request.cognitoIam`. Throws a `ConfigurationError` when it is built.
 */
export function guard(
  authorizer: Authorizer,
  operation: Operation,
  members: MembersCallback<GuardRequest>,
): GuardHook {
  readGuard(authorizer, operation, members);
  const middleware: GuardHook = async function guard(request, reply) {
    const body = parsedBody(request.body, true);
    // Fastify gives every route its parameters, each a text.
    const membersOf = async () => members(request as GuardRequest);
    const outcome = await authorizer.authorizeOperation(operation, membersOf, httpRequest(request, body));
    return settle(request, reply, outcome) ? undefined : reply;
  };
  return enforcing(middleware, authorizer, operation);
}
