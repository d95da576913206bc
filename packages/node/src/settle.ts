import type { ServerResponse } from 'node:http';
import type { AuthorizationResult, Outcome } from '@cognito-iam/core';

/** What is known of a request that goes on; nothing where it is none of the API's and passes unasked, its body unread. */
export interface NodeAuthorization {
  /** Who called, and what IAM decided. */
  readonly result?: AuthorizationResult;
  /** The members of the body. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** The body as it arrived. */
  readonly rawBody?: Buffer;
}

/** Sends the answer to a refused request, or gives what is known of another. */
export function settle(
  response: ServerResponse,
  outcome: Outcome,
  read: Buffer | Error,
): NodeAuthorization | undefined {
  // One by one: responses of HTTP/2 have no `setHeaders`.
  for (const [name, value] of Object.entries(outcome.allowed ? outcome.headers : outcome.response.headers)) {
    response.setHeader(name, value);
  }
  if (!outcome.allowed) {
    response.statusCode = outcome.response.status;
    response.end(outcome.response.body);
    return undefined;
  }
  const { result, body } = outcome;
  const rawBody = read instanceof Error ? undefined : read;
  return { ...(result && { result }), ...(body && { body }), ...(rawBody && { rawBody }) };
}
