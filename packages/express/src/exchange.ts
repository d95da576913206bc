import { arrivedHeaders, type HttpRequest, type Outcome } from '@cognito-iam/core';
import type { Request, Response } from 'express';

/** Express's request as the core wants it. */
export function httpRequest(req: Request, body: HttpRequest['body']): HttpRequest {
  const { method, originalUrl: url, ip: sourceIp, secure } = req;
  const headers = arrivedHeaders(req);
  const rawBody = 'rawBody' in req ? req.rawBody : undefined;
  return { method, url, headers, body, rawBody, sourceIp, secure };
}

/** Sends the answer to a refused request, or leaves the result of another; says whether the request goes on. */
export function settle(req: Request, res: Response, outcome: Outcome): boolean {
  res.set(outcome.allowed ? outcome.headers : outcome.response.headers);
  if (outcome.allowed) {
    req.cognitoIam = outcome.result;
    return true;
  }
  // `end`, since `send` would add a charset to the content type, and an entity tag.
  res.status(outcome.response.status).end(outcome.response.body);
  return false;
}
