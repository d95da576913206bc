import {
  type AdapterOptions,
  type AuthorizationResult,
  type Authorizer,
  enforcing,
  readAdapterOptions,
} from '@cognito-iam/core';
import type { MiddlewareHandler } from 'hono';
import { type HonoClientOptions, httpRequest, requestHead } from './exchange.js';
import { settle } from './settle.js';

export type { HonoClientOptions } from './exchange.js';
export { guard } from './guard.js';

declare module 'hono' {
  interface ContextVariableMap {
    /** Who called, and what IAM decided: on requests that `cognitoIam` let through. */
    cognitoIam?: AuthorizationResult | undefined;
  }
}

/** What Hono's `cognitoIam` takes beside the authorizer. */
export interface HonoAdapterOptions extends AdapterOptions, HonoClientOptions {}

/**
 * Middleware that asks `authorizer` about every request: one that is refused gets AWS's answer, any other goes on
 * with `c.get('cognitoIam')`, and with its body still there for `c.req.json()`, `c.req.text()` and their like.
 *
 * It runs wherever Hono does, and before and after whatever reads the body. Throws a `ConfigurationError` when it is
 * built with options that cannot be used.
 */
export function cognitoIam(authorizer: Authorizer, options: HonoAdapterOptions = {}): MiddlewareHandler {
  const { bodyLimit } = readAdapterOptions(authorizer, options, ['sourceIp', 'secure']);
  const middleware: MiddlewareHandler = async function cognitoIam(c, next) {
    const arrived = requestHead(c);
    if (authorizer.passes(arrived.head)) return next();
    const request = await httpRequest(c, bodyLimit, options, arrived);
    return settle(c, await authorizer.authorize(request), next);
  };
  return enforcing(middleware, authorizer);
}
