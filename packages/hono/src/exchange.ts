import { fetchRequest, type HttpRequest, type Outcome } from '@cognito-iam/core';
import type { Context } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';

/** Where the client's part of a request comes from. Hono itself trusts no proxy. */
export interface HonoClientOptions {
  /** The client's address; by default that of the connection on Node, and unknown elsewhere. */
  readonly sourceIp?: (c: Context) => string | undefined;
  /** Whether the client's connection is TLS; by default as the connection is on Node, and the URL elsewhere. */
  readonly secure?: (c: Context) => boolean;
}

/** Hono's request as the core wants it; Hono remembers the body for whoever reads it next. */
export function httpRequest(
  c: Context,
  bodyLimit: number,
  { sourceIp = ({ env }) => env?.incoming?.socket?.remoteAddress, secure = isTls }: HonoClientOptions,
): Promise<HttpRequest> {
  return fetchRequest(c.req.raw, bodyLimit, {
    sourceIp: () => sourceIp(c),
    secure: () => secure(c),
    arrayBuffer: () => c.req.arrayBuffer(),
  });
}

/** The answer to a refused request; leaves the result of another, and gives `undefined`. */
export function settle(c: Context, outcome: Outcome): Response | undefined {
  if (!outcome.allowed) {
    const { status, headers, body } = outcome.response;
    return c.newResponse(body, { status: status as StatusCode, headers });
  }
  for (const [name, value] of Object.entries(outcome.headers)) c.res.headers.set(name, value);
  c.set('cognitoIam', outcome.result);
  return undefined;
}

// Node's URL would not do: a request line with a whole URL in it makes the scheme the client's word.
const isTls = ({ env, req }: Context): boolean =>
  env?.incoming ? env.incoming.socket?.encrypted === true : req.url.startsWith('https:');
