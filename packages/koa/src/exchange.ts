import { Http2ServerRequest } from 'node:http2';
import { arrivedHeaders, type HttpRequest, type Outcome } from '@cognito-iam/core';
import type { ParameterizedContext } from 'koa';

/** Koa's request as the core wants it. */
export function httpRequest(ctx: ParameterizedContext, body: HttpRequest['body']): HttpRequest {
  const { method, originalUrl: url, secure } = ctx;
  const headers = arrivedHeaders(ctx.req);
  const rawBody = 'rawBody' in ctx.request ? ctx.request.rawBody : undefined;
  return { method, url, headers, body, rawBody, sourceIp: ctx.ip === '' ? undefined : ctx.ip, secure };
}

/** Sends the answer to a refused request, or leaves the result of another; says whether the request goes on. */
export function settle(ctx: ParameterizedContext, outcome: Outcome): boolean {
  ctx.set(outcome.allowed ? outcome.headers : outcome.response.headers);
  if (outcome.allowed) {
    ctx.state['cognitoIam'] = outcome.result;
    return true;
  }
  ctx.status = outcome.response.status;
  ctx.body = outcome.response.body;
  return false;
}

/** Whether a request of HTTP/2 has ended with its headers, which themselves need not say that there is no body. */
export function hasNoBody({ req }: ParameterizedContext): boolean {
  return req instanceof Http2ServerRequest && req.stream.endAfterHeaders;
}
