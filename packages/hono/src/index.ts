import {
  type AdapterOptions,
  type AuthorizationResult,
  type Authorizer,
  fetchRequest,
  readAdapterOptions,
} from '@cognito-iam/core';
import type { Context, MiddlewareHandler } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';

declare module 'hono' {
  interface ContextVariableMap {
    /** Who called, and what IAM decided: on requests that `cognitoIam` let through. */
    cognitoIam?: AuthorizationResult;
  }
}

/** What Hono's `cognitoIam` takes beside the authorizer. Hono itself trusts no proxy. */
export interface HonoAdapterOptions extends AdapterOptions {
  /** The client's address; by default that of the connection on Node, and unknown elsewhere. */
  readonly sourceIp?: (c: Context) => string | undefined;
  /** Whether the client's connection is TLS; by default as the connection is on Node, and the URL elsewhere. */
  readonly secure?: (c: Context) => boolean;
}

/**
 * Middleware that asks `authorizer` about every request: one that is refused gets AWS's answer, any other goes on
 * with `c.get('cognitoIam')`, and with its body still there for `c.req.json()`, `c.req.text()` and their like.
 *
 * It runs wherever Hono does, and before and after whatever reads the body. Throws a `ConfigurationError` when it is
 * built with options that cannot be used.
 */
export function cognitoIam(authorizer: Authorizer, options: HonoAdapterOptions = {}): MiddlewareHandler {
  const { bodyLimit } = readAdapterOptions(authorizer, options, ['sourceIp', 'secure']);
  const { sourceIp = (c) => c.env?.incoming?.socket?.remoteAddress, secure = isTls } = options;
  return async function cognitoIam(c, next) {
    const request = await fetchRequest(c.req.raw, bodyLimit, {
      sourceIp: () => sourceIp(c),
      secure: () => secure(c),
      arrayBuffer: () => c.req.arrayBuffer(),
    });
    const outcome = await authorizer.authorize(request);
    if (!outcome.allowed) {
      const { status, headers, body } = outcome.response;
      return c.newResponse(body, { status: status as StatusCode, headers });
    }
    for (const [name, value] of Object.entries(outcome.headers)) c.res.headers.set(name, value);
    c.set('cognitoIam', outcome.result);
    return next();
  };
}

// Node's URL would not do: a request line with a whole URL in it makes the scheme the client's word.
const isTls = ({ env, req }: Context): boolean =>
  env?.incoming ? env.incoming.socket?.encrypted === true : req.url.startsWith('https:');
