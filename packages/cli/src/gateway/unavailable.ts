import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/**
 * Why an allowed request got no answer of the upstream's. `ServiceUnavailable`, 503: it has not reached the upstream.
 * `InternalErrorException`, 502: it may have, but the answer is lost. Both are errors that AWS names, and every AWS
 * SDK tries both statuses again.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */
export interface Unavailable {
  readonly status: 502 | 503;
  /** For the client: what is missing, and no address. */
  readonly message: string;
}

const types = { 502: 'InternalErrorException', 503: 'ServiceUnavailable' } as const;

/** Answers in AWS's shape, with `headers` beside its own: those of the permission check, CORS. */
export function answerUnavailable(
  response: ServerResponse,
  { status, message }: Unavailable,
  headers: Readonly<Record<string, string>> = {},
): void {
  const type = types[status];
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = status;
  response.setHeader('content-type', 'application/x-amz-json-1.1');
  response.setHeader('x-amzn-requestid', randomUUID());
  response.setHeader('x-amzn-errortype', `${type}:`);
  response.setHeader('x-amzn-errormessage', message);
  if (status === 503) response.setHeader('retry-after', '1');
  response.end(JSON.stringify({ __type: type, message }));
}

const neverConnected: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_DESTROYED', 'UND_ERR_CLOSED'],
]);

/**
 * Whether certainly no byte of a request has been written, so that it may be sent once more. Told by the code of what
 * `relay` rejects with: a connection that is destroyed gives those under way the code of those that wait, and `relay`
 * makes them an `AnswerLost`, which has none.
 */
export function isUnsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && neverConnected.has(String(error.code));
}

/** Why no answer was had, for the user: a broken assumption of a library says nothing to anybody. */
export function whyLost(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isAssertion = [error, error.cause].some(
    (one) => one instanceof Error && 'code' in one && one.code === 'ERR_ASSERTION',
  );
  return isAssertion ? 'what it sent cannot be read as HTTP' : error.message;
}
