import { arrivedHeaders, type HttpRequest, type Outcome } from '@cognito-iam/core';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An expression, since a parser that the application adds for the type itself comes first then. */
export const awsJson: RegExp = /^application\/x-amz-json-1\.1\b/;

/** Fastify's request as the core wants it. */
export function httpRequest(request: FastifyRequest, body: HttpRequest['body']): HttpRequest {
  const { method, originalUrl: url, rawBody, ip: sourceIp, protocol } = request;
  const headers = arrivedHeaders({ headers: request.headers, rawHeaders: request.raw.rawHeaders });
  return { method, url, headers, body, rawBody, sourceIp, secure: protocol === 'https' };
}

/** Sends the answer to a refused request, or leaves the result of another; says whether the request goes on. */
export function settle(request: FastifyRequest, reply: FastifyReply, outcome: Outcome): boolean {
  reply.headers(outcome.allowed ? outcome.headers : outcome.response.headers);
  if (outcome.allowed) {
    request.cognitoIam = outcome.result;
    return true;
  }
  // Bytes, since Fastify would add a charset to the content type of text.
  reply.code(outcome.response.status).send(Buffer.from(outcome.response.body));
  return false;
}
