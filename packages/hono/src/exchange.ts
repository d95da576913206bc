import { type FetchHead, fetchRequest, type HttpRequest } from '@cognito-iam/core';
import type { Context } from 'hono';

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
  head?: FetchHead,
): Promise<HttpRequest> {
  const source = {
    sourceIp: () => sourceIp(c),
    secure: () => secure(c),
    arrayBuffer: () => readBody(c),
  };
  return fetchRequest(c.req.raw, bodyLimit, source, head);
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

// Node's URL would not do: a request line with a whole URL in it makes the scheme the client's word.
const isTls = ({ env, req }: Context): boolean =>
  env?.incoming ? env.incoming.socket?.encrypted === true : req.url.startsWith('https:');
