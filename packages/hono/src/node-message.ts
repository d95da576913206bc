import type { BodyStream, FetchHead } from '@cognito-iam/core';
import type { Context } from 'hono';
import { shellUse } from './request-shell.js';

/** What is used of a request of Node's. */
export interface NodeMessage extends BodyStream<Uint8Array> {
  readonly headers: FetchHead['headers'] & { readonly 'content-length'?: string | undefined };
  readonly rawHeaders: readonly string[];
  /** The body, for whoever asks Hono's request for it after it was read here. */
  rawBody?: Uint8Array;
}

/** A request of Node's that the body can be read from, in place of Hono's. */
export interface Arrived {
  readonly message: NodeMessage;
  /** Whether somebody has asked Hono's request for its headers: there alone is what has been changed in them since. */
  readonly headersSeen: boolean;
}

/**
 * Node's request that `@hono/node-server` has made Hono's of, as long as nobody has read the body from either or put another request in
 * place of Hono's; `undefined` wherever that is not certain. Asked for headers and body, Hono's takes longer than the decision.
 */
export function arrivedMessage({ env, req }: Context): Arrived | undefined {
  const message: unknown = env?.incoming;
  if (!isUnreadMessage(message)) return undefined;
  // What somebody has put here is what whoever comes next reads.
  for (const _ in req.bodyCache) return undefined;
  const use = shellUse(req.raw, message);
  return use === undefined || use.body ? undefined : { message, headersSeen: use.headers };
}

/** Whether `value` is a request of HTTP/1 whose body is still to be read. */
function isUnreadMessage(value: unknown): value is NodeMessage {
  if (typeof value !== 'object' || value === null || 'rawBody' in value) return false;
  const { httpVersionMajor, rawHeaders, readable, readableDidRead, readableEncoding } = value as Partial<
    Record<string, unknown>
  >;
  // Of a body that somebody has begun to read, the rest would be taken for the whole.
  const isUnread = readable === true && readableDidRead === false && readableEncoding === null;
  return httpVersionMajor === 1 && Array.isArray(rawHeaders) && isUnread;
}
