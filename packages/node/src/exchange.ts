import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type AdapterOptions,
  type AuthorizationResult,
  arrivedHeaders,
  type HttpRequest,
  type Outcome,
} from '@cognito-iam/core';

/** What `cognitoIam` takes beside the authorizer. `node:http` itself trusts no proxy; what a function throws is a refusal. */
export interface NodeAdapterOptions extends AdapterOptions {
  /** The client's address; by default that of the connection. */
  readonly sourceIp?: (request: IncomingMessage) => string | undefined;
  /** Whether the client's connection is TLS; by default as the connection is. */
  readonly secure?: (request: IncomingMessage) => boolean;
}

/** What is known of a request that goes on; nothing where it is none of the API's and passes unasked, its body unread. */
export interface NodeAuthorization {
  /** Who called, and what IAM decided. */
  readonly result?: AuthorizationResult;
  /** The members of the body. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** The body as it arrived. */
  readonly rawBody?: Buffer;
}

/** Node's request as the core wants it. */
export function httpRequest(
  request: IncomingMessage,
  body: Buffer | Error,
  { sourceIp = ({ socket }) => socket.remoteAddress, secure = isTls }: NodeAdapterOptions,
): HttpRequest {
  const { method = '', url = '' } = request;
  return {
    method,
    url,
    headers: arrivedHeaders(request),
    body,
    get sourceIp() {
      return sourceIp(request);
    },
    get secure() {
      return secure(request);
    },
  };
}

/** Sends the answer to a refused request, or gives what is known of another. */
export function settle(
  response: ServerResponse,
  outcome: Outcome,
  read: Buffer | Error,
): NodeAuthorization | undefined {
  response.setHeaders(new Map(Object.entries(outcome.allowed ? outcome.headers : outcome.response.headers)));
  if (!outcome.allowed) {
    response.statusCode = outcome.response.status;
    response.end(outcome.response.body);
    return undefined;
  }
  const { result, body } = outcome;
  const rawBody = read instanceof Error ? undefined : read;
  return { ...(result && { result }), ...(body && { body }), ...(rawBody && { rawBody }) };
}

const isTls = ({ socket }: IncomingMessage): boolean => 'encrypted' in socket && socket.encrypted === true;
