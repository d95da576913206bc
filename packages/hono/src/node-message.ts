import type { BodyStream, FetchHead } from '@cognito-iam/core';
import type { Context } from 'hono';

/** What is used of a request of Node's. */
export interface NodeMessage extends BodyStream<Uint8Array> {
  readonly headers: FetchHead['headers'] & { readonly 'content-length'?: string | undefined };
  readonly rawHeaders: readonly string[];
  /** The body, for whoever asks `@hono/node-server` after it was read here. */
  rawBody?: Uint8Array;
}

/** A request of Node's that a body can be read from, beside the request that Hono has of it. */
export interface Arrived {
  readonly message: NodeMessage;
  /** Whether somebody has asked Hono's request for its headers: only there is what has been changed in them since. */
  readonly headersSeen: boolean;
}

/**
 * What `@hono/node-server` has made Hono's request from, as long as nothing that was done to either can be seen in one of
 * them alone; `undefined` wherever that is not certain. What it makes is a shell that looks things up when they are asked for, and
 * keeps them; asked for a body, it copies it and more, which takes longer than the decision.
 */
export function arrivedMessage({ env, req }: Context): Arrived | undefined {
  const message: unknown = env?.incoming;
  if (!isUnreadMessage(message)) return undefined;
  for (const _ in req.bodyCache) return undefined;
  const { raw } = req;
  const { method, url } = raw;
  let [isFrom, hasMethod, hasUrl, headersSeen] = [false, false, false, false];
  // Since 2.0 a shell has the message, its method and its URL, and next the headers; it is since 1.14 that `rawBody` counts.
  for (const key of Reflect.ownKeys(raw)) {
    const value: unknown = Reflect.get(raw, key);
    if (value === message) isFrom = true;
    else if (value === method) hasMethod = true;
    else if (value === url) hasUrl = true;
    else if (value instanceof Headers) headersSeen = true;
    else return undefined;
  }
  return isFrom && hasMethod && hasUrl ? { message, headersSeen } : undefined;
}

/** Whether `value` is a request of HTTP/1 whose body is still to be read. */
function isUnreadMessage(value: unknown): value is NodeMessage {
  if (typeof value !== 'object' || value === null || 'rawBody' in value) return false;
  const { httpVersionMajor, rawHeaders, readable, readableDidRead, readableEncoding } = value as Partial<
    Record<string, unknown>
  >;
  return (
    httpVersionMajor === 1 &&
    Array.isArray(rawHeaders) &&
    readable === true &&
    readableDidRead === false &&
    readableEncoding === null
  );
}
