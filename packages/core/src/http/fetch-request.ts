import { messageOf } from '../errors.js';
import { type ClientSource, withClient } from './client-source.js';
import { encodedBody } from './encoded-body.js';
import { type FetchHead, fetchHead } from './fetch-head.js';
import type { HttpRequest } from './request.js';
import type { Soon } from './soon.js';

/** What a framework knows of a request of the Fetch standard, beside the request. */
export interface FetchSource extends ClientSource {
  /** The whole body, remembered for whoever asks the framework again. */
  arrayBuffer(): Promise<ArrayBuffer>;
  /** Whether the framework has a body already, which it gives in place of the request's; `false` if left out. */
  readonly keepsBody?: boolean;
}

/**
 * A request of the Fetch standard as an {@link HttpRequest}. A body whose length is declared, or that the framework
 * keeps, is read by `source.arrayBuffer`; of any other a clone is read, until it exceeds `bodyLimit`, in bytes. Never
 * rejects: a body that cannot be read, or is too large, is an `Error`. `head` is what {@link fetchHead} gave before,
 * where it did. For authors of adapters. https://fetch.spec.whatwg.org/#request-class
 */
export async function fetchRequest(
  request: Request,
  bodyLimit: number,
  source: FetchSource,
  head: FetchHead = fetchHead(request),
): Promise<HttpRequest> {
  const { method, url, headers } = head;
  let body: Uint8Array | Error;
  try {
    body = encodedBody(headers) ?? (await readBody(request, headers, bodyLimit, source));
  } catch (error) {
    body = asError(error);
  }
  return withClient({ method, url, headers, body }, source);
}

function readBody(
  request: Request,
  headers: HttpRequest['headers'],
  limit: number,
  source: FetchSource,
): Soon<Uint8Array | Error> {
  const { method } = request;
  // Clones and streams cost more than the rest of a request; servers hold a body to the length that it declares.
  const isStream = headers['transfer-encoding'] !== undefined;
  const declared = isStream ? undefined : headers['content-length'];
  if (Number(declared) > limit) return tooLarge();
  if (method === 'GET' || method === 'HEAD') {
    // Whatever was sent, Fetch does not tell; a program that this one passes the connection on to may read it.
    const announced = Number(declared) > 0 || isStream;
    return announced ? new TypeError(`Fetch knows no body of ${method}`) : new Uint8Array();
  }
  const isWithSource = request.bodyUsed || source.keepsBody === true;
  if (declared === undefined && !isWithSource) return readStream(request.clone().body, limit);
  return source.arrayBuffer().then((body) => (body.byteLength > limit ? tooLarge() : new Uint8Array(body)));
}

async function readStream(stream: Request['body'], limit: number): Promise<Uint8Array | Error> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream?.getReader();
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
    length += part.value.byteLength;
    // The stream is left alone, not cancelled: on Node that would end the connection before the answer is sent.
    if (length > limit) return tooLarge();
    chunks.push(part.value);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}

function tooLarge(): Error {
  return Object.assign(new RangeError('the body is too large'), { status: 413 });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new TypeError(messageOf(reason));
}
