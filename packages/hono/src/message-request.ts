import {
  type ClientSource,
  encodedBody,
  type FetchHead,
  type HttpRequest,
  streamBody,
  withClient,
} from '@cognito-iam/core';
import type { NodeMessage } from './node-message.js';

/**
 * Whether the body of `message` says that it is short enough to be read whole. Of one that is too long what has been read is
 * lost; Fetch leaves it to the application, which behind a guard may read more than was read here.
 */
export function isReadWhole({ headers }: NodeMessage, limit: number): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= limit;
}

/** A request whose body is read from Node's, and left there. */
export async function messageRequest(
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
