import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Authorizer, encodedBody, readAdapterOptions } from '@cognito-iam/core';
import readStream from 'raw-body';
import { httpRequest, type NodeAdapterOptions } from './exchange.js';
import { type NodeAuthorization, settle } from './settle.js';

export type { NodeAdapterOptions } from './exchange.js';
export type { NodeAuthorization } from './settle.js';

/**
 * Gives a function that asks `authorizer` about a request of `node:http`: one that is refused has got AWS's answer when
 * it resolves with `undefined`, any other goes on with what it resolves with. It reads the body, so nobody may have
 * read it before. Rejects only where somebody has begun the response; throws a `ConfigurationError` when it is built with options that cannot be used.
 */
export function cognitoIam(
  authorizer: Authorizer,
  options: NodeAdapterOptions = {},
): (request: IncomingMessage, response: ServerResponse) => Promise<NodeAuthorization | undefined> {
  const { bodyLimit } = readAdapterOptions(authorizer, options, ['sourceIp', 'secure']);
  return async function cognitoIam(request, response) {
    const { url = '', headers } = request;
    if (authorizer.passes({ url, headers })) return {};
    const body = encodedBody(headers) ?? (await readBody(request, bodyLimit));
    return settle(response, await authorizer.authorize(httpRequest(request, body, options)), body);
  };
}

function readBody(request: IncomingMessage, limit: number): Promise<Buffer | Error> {
  const length = request.headers['content-length'] ?? null;
  return readStream(request, { limit, length }).catch((error: Error) => {
    request.resume(); // What is left is thrown away, or the connection would wait for a reader for ever.
    return error;
  });
}
