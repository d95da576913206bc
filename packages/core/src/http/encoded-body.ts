import type { HttpRequest } from './request.js';

/**
 * The error that stands for a body with a `Content-Encoding`, `undefined` where there is none. No client of the API
 * encodes bodies, and none is decoded here: bytes that are JSON as they stand may be another text to a program that
 * decodes them. For authors of adapters, of a body that no parser has read.
 */
export function encodedBody(headers: HttpRequest['headers']): Error | undefined {
  const encoding = headers['content-encoding'];
  if (encoding === undefined || String(encoding).trim().toLowerCase() === 'identity') return undefined;
  return new TypeError('it has a content encoding');
}
