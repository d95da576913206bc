import { hasDuplicateMembers } from './duplicate-members.js';
import { type Refusal, refuse, refuseWith } from './refusal.js';
import type { HttpRequest } from './request.js';

/** The members of a request: its body as an object. */
export type Members = Readonly<Record<string, unknown>>;

// A byte order mark stays in the text, where JSON does not allow it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The members in the body of a request, or the refusal of a body that cannot be read: too large, not UTF-8, not
 * JSON, not an object, or with a member twice (see {@link hasDuplicateMembers}). A body that a parser has already
 * made into an object is taken as it is, if its `content-length` is within the limit: that parser read it.
 */
export function membersOf(
  { body, headers }: Pick<HttpRequest, 'body' | 'headers'>,
  bodyLimit: number,
): Members | Refusal {
  if (Number(headers['content-length']) > bodyLimit) return tooLarge(bodyLimit);
  if (body instanceof Error) return unreadable(body, bodyLimit);
  if (body === undefined) return refuse('serialization', 'the request has no body');
  if (typeof body === 'string') {
    return utf8Length(body, bodyLimit) > bodyLimit ? tooLarge(bodyLimit) : parse(body);
  }
  if (body instanceof Uint8Array) {
    if (body.byteLength > bodyLimit) return tooLarge(bodyLimit);
    const text = decode(body);
    return text === undefined ? refuse('serialization', 'the body is not UTF-8') : parse(text);
  }
  return isMembers(body) ? body : refuse('serialization', 'the body is not a JSON object');
}

function unreadable(error: Error, bodyLimit: number): Refusal {
  // 413 is how the body readers of Koa, Express and Fastify say that they stopped reading.
  if ('status' in error && error.status === 413) return tooLarge(bodyLimit);
  return refuse('serialization', `the body could not be read: ${error.message}`);
}

function tooLarge(bodyLimit: number): Refusal {
  return refuseWith('tooLarge', `Request must be smaller than ${bodyLimit} bytes`);
}

/** The length in bytes, exact where it matters: near the limit. */
function utf8Length(text: string, limit: number): number {
  if (text.length > limit || text.length * 3 <= limit) return text.length;
  return new TextEncoder().encode(text).byteLength;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function parse(text: string): Members | Refusal {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('serialization', 'the body is not JSON');
  }
  if (!isMembers(value)) return refuse('serialization', 'the body is not a JSON object');
  if (hasDuplicateMembers(text, value)) return refuse('serialization', 'the body has a member twice');
  return value;
}

/** A plain object: JSON's, or a parser's without prototype. */
export function isMembers(value: unknown): value is Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** Whether the headers of HTTP/1.1 say that a body follows. */
export function announcesBody(headers: HttpRequest['headers']): boolean {
  return Number(headers['content-length']) > 0 || headers['transfer-encoding'] !== undefined;
}
