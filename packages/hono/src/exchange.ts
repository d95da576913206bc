import { fetchRequest, type HttpRequest, type Outcome } from '@cognito-iam/core';
import type { Context, Next } from 'hono';
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
    arrayBuffer: () => readBody(c),
  });
}

/** Text beside the bytes, since Hono would make a whole response of the bytes to get at the text for `json`. */
async function readBody({ req }: Context): Promise<ArrayBuffer> {
  const bytes = await req.arrayBuffer();
  if (!('text' in req.bodyCache)) {
    Object.assign(req.bodyCache, { text: Promise.resolve(decoder.decode(bytes)) });
  }
  return bytes;
}

const decoder = new TextDecoder();

/** The answer to a refused request, or what comes of handing on one that was let through. */
export async function settle(c: Context, outcome: Outcome, next: Next): Promise<Response | undefined> {
  if (!outcome.allowed) {
    const { status, headers, body } = outcome.response;
    return c.newResponse(body, { status: status as StatusCode, headers });
  }
  c.set('cognitoIam', outcome.result);
  const { headers } = outcome;
  // For responses made by Hono now, for any other afterwards: a response to put them into is dear as long as it is empty.
  for (const name in headers) c.header(name, headers[name]);
  await next();
  for (const name in headers) if (!c.res.headers.has(name)) c.header(name, headers[name]);
  return undefined;
}

// Node's URL would not do: a request line with a whole URL in it makes the scheme the client's word.
const isTls = ({ env, req }: Context): boolean =>
  env?.incoming ? env.incoming.socket?.encrypted === true : req.url.startsWith('https:');
