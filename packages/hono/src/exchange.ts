import {
  arrivedHeaders,
  type ClientSource,
  encodedBody,
  type FetchHead,
  fetchHead,
  fetchRequest,
  type HttpRequest,
  streamBody,
  withClient,
} from '@cognito-iam/core';
import type { Context } from 'hono';
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

/** Hono's request as the core wants it; Hono remembers the body for whoever reads it next. */
export function httpRequest(
  c: Context,
  bodyLimit: number,
  { sourceIp = ({ env }) => env?.incoming?.socket?.remoteAddress, secure = isTls }: HonoClientOptions,
  { head, message }: RequestHead = requestHead(c),
): Promise<HttpRequest> {
  const client = { sourceIp: () => sourceIp(c), secure: () => secure(c) };
  // Fetch knows no body of these two.
  if (message !== undefined && head.method !== 'GET' && head.method !== 'HEAD') {
    return messageRequest(c.req, head, message, bodyLimit, client);
  }
  return fetchRequest(c.req.raw, bodyLimit, { ...client, arrayBuffer: () => readBody(c) }, head);
}

/** A request whose body is read from Node's, and left there. */
async function messageRequest(
  { bodyCache }: { readonly bodyCache: { text?: unknown } },
  { method, url, headers }: FetchHead,
  message: NodeMessage,
  limit: number,
  client: ClientSource,
): Promise<HttpRequest> {
  const read = encodedBody(headers) ?? (await readMessage(message, limit));
  if (read instanceof Error) return withClient({ method, url, headers, body: read }, client);
  message.rawBody = read;
  const text = read.toString();
  // What stands for bytes that are not UTF-8. Of any other text the bytes can be made again.
  if (text.indexOf('\ufffd') >= 0) return withClient({ method, url, headers, body: read }, client);
  // Fetch leaves a byte order mark out.
  if (text.charCodeAt(0) !== 0xfeff) bodyCache.text = Promise.resolve(text);
  return withClient({ method, url, headers, body: text }, client);
}

function readMessage(message: NodeMessage, limit: number): Promise<Uint8Array | Error> {
  const length = message.headers['content-length'];
  // By way of `globalThis`, since packers for the edge would put something in place of a `Buffer` that stands alone.
  return streamBody(message, { limit, length }, (chunks) => globalThis.Buffer.concat(chunks));
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
