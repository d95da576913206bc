import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Authorizer,
  encodedBody,
  type Outcome,
  readAdapterOptions,
  streamBody,
} from '@cognito-iam/core';
import { httpRequest, type NodeAdapterOptions } from './exchange.js';
import { type NodeAuthorization, settle } from './settle.js';

export type { NodeAdapterOptions } from './exchange.js';
export type { NodeAuthorization } from './settle.js';

/** What was decided about a request of the API, and its body as it arrived, or why that could not be read. */
export interface NodeDecision {
  readonly outcome: Outcome;
  readonly read: Buffer | Error;
}

/**
 * Gives a function that asks `authorizer` about a request of `node:http`: one that is refused has got AWS's answer when
 * it resolves with `undefined`, any other goes on with what it resolves with. It reads the body, so nobody may have
 * read it before. Rejects only where somebody has begun the response; throws a `ConfigurationError` when it is built with options that cannot be used.
 */
export function cognitoIam(
  authorizer: Authorizer,
  options: NodeAdapterOptions = {},
): (request: IncomingMessage, response: ServerResponse) => Promise<NodeAuthorization | undefined> {
  const decide = requestDecider(authorizer, options);
  return async function cognitoIam(request, response) {
    const decided = await decide(request);
    return decided === undefined ? {} : settle(response, decided.outcome, decided.read);
  };
}

/**
 * The same for programs that write the response themselves, such as proxies: gives a function that reads a request's
 * body and decides. It resolves with `undefined` for a request that passes unasked, its body unread, and never rejects;
 * answering a refused request, and sending the outcome's headers with any answer, is the caller's. Throws a
 * `ConfigurationError`.
 */
export function requestDecider(
  authorizer: Authorizer,
  options: NodeAdapterOptions = {},
): (request: IncomingMessage) => Promise<NodeDecision | undefined> {
  const { bodyLimit } = readAdapterOptions(authorizer, options, ['sourceIp', 'secure']);
  return async (request) => {
    const { url = '', headers } = request;
    if (authorizer.passes({ url, headers })) return undefined;
    const read = encodedBody(headers) ?? (await readBody(request, bodyLimit));
    return { outcome: await authorizer.authorize(httpRequest(request, read, options)), read };
  };
}

function readBody(request: IncomingMessage, limit: number): Promise<Buffer | Error> {
  return streamBody(request, { limit, length: request.headers['content-length'] }, Buffer.concat);
}
