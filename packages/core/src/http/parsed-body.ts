import type { HttpRequest } from './request.js';

/**
 * What a body parser before the adapter left, as an {@link HttpRequest} wants it; `undefined` where the stream has
 * still to be read. Parsers that do not know AWS's content type leave nothing, or `{}`, and the stream as it was.
 */
export function parsedBody(left: unknown, streamWasRead: boolean): HttpRequest['body'] {
  if (left === undefined || (!streamWasRead && isEmptyObject(left))) return undefined;
  if (typeof left === 'string' || left instanceof Uint8Array) return left;
  if (typeof left !== 'object' || left === null || Array.isArray(left)) {
    return new TypeError('the body parser left no object');
  }
  return left as Readonly<Record<string, unknown>>;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
