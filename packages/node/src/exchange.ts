import type { IncomingMessage } from 'node:http';
import { type AdapterOptions, arrivedHeaders, type HttpRequest, withClient } from '@cognito-iam/core';

/** What `cognitoIam` takes beside the authorizer. `node:http` itself trusts no proxy; what a function throws is a refusal. */
export interface NodeAdapterOptions extends AdapterOptions {
  /** The client's address; by default that of the connection. Anything but a text is an address that is not known. */
  readonly sourceIp?: (request: IncomingMessage) => string | string[] | undefined;
  /** Whether the client's connection is TLS; by default as the connection is. */
  readonly secure?: (request: IncomingMessage) => boolean;
}

/** Node's request as the core wants it. */
export function httpRequest(
  request: IncomingMessage,
  body: Buffer | Error,
  { sourceIp = ({ socket }) => socket.remoteAddress, secure = isTls }: NodeAdapterOptions,
): HttpRequest {
  const { method = '', url = '' } = request;
  return withClient(
    { method, url, headers: arrivedHeaders(request), body },
    { sourceIp: () => textOf(sourceIp(request)), secure: () => secure(request) },
  );
}

/** A header is a text or, by its type, a list. */
const textOf = (address: unknown): string | undefined => (typeof address === 'string' ? address : undefined);

const isTls = ({ socket }: IncomingMessage): boolean => 'encrypted' in socket && socket.encrypted === true;
