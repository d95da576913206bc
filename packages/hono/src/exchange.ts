import { arrivedHeaders, type FetchHead, fetchHead, fetchRequest, type HttpRequest } from '@cognito-iam/core';
import type { Context } from 'hono';
import { isReadWhole, messageRequest } from './message-request.js';
import { arrivedMessage, type NodeMessage } from './node-message.js';

/** Where the client's part of a request comes from. Hono itself trusts no proxy. */
export interface HonoClientOptions {
  /** The client's address; by default that of the connection on Node, and unknown elsewhere. */
  readonly sourceIp?: (c: Context) => string | undefined;
  /** Whether the client's connection is TLS; by default as the connection is on Node, and the URL elsewhere. */
  readonly secure?: (c: Context) => boolean;
}

/** What is known of a request before its body is read, and where on Node it can be read from. */
export interface RequestHead {
  readonly head: FetchHead;
  readonly message: NodeMessage | undefined;
}

/** What a request says before its body. */
export function requestHead(c: Context): RequestHead {
  const { message, headersSeen = true } = arrivedMessage(c) ?? {};
  if (message === undefined || headersSeen) return { head: fetchHead(c.req.raw), message };
  return { head: fetchHead(c.req.raw, arrivedHeaders(message)), message };
}

/** Hono's request as the core wants it; the body stays there for whoever reads it next. */
export function httpRequest(
  c: Context,
  bodyLimit: number,
  { sourceIp = ({ env }) => env?.incoming?.socket?.remoteAddress, secure = isTls }: HonoClientOptions,
  { head, message }: RequestHead = requestHead(c),
): Promise<HttpRequest> {
  const client = { sourceIp: () => sourceIp(c), secure: () => secure(c) };
  // Fetch knows no body of these two.
  const mayHaveBody = head.method !== 'GET' && head.method !== 'HEAD';
  if (message !== undefined && mayHaveBody && isReadWhole(message, bodyLimit)) {
    return messageRequest(c.req, head, message, bodyLimit, client);
  }
  const source = { ...client, arrayBuffer: () => readBody(c), keepsBody: hasKept(c) };
  return fetchRequest(c.req.raw, bodyLimit, source, head);
}

/** Whether Hono has a body that it gives to whoever reads one, be it that of the request or what somebody has put there. */
const hasKept = ({ req }: Context): boolean => Object.keys(req.bodyCache).length > 0;

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
