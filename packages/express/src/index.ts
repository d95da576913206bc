import type { AdapterOptions, AuthorizationResult, Authorizer } from '@cognito-iam/core';
import { encodedBody, enforcing, parsedBody, readAdapterOptions, streamBody } from '@cognito-iam/core';
import type { Request, RequestHandler, Response } from 'express';
import { httpRequest, settle } from './exchange.js';

export { type GuardRequest, guard } from './guard.js';

declare global {
  namespace Express {
    interface Request {
      /** Who called, and what IAM decided: on requests that `cognitoIam` let through. */
      cognitoIam?: AuthorizationResult | undefined;
      /** The body as it arrived, where `cognitoIam` or the `verify` of a body parser kept it. */
      rawBody?: Buffer | undefined;
    }
  }
}

/**
 * Middleware that asks `authorizer` about every request: one that is refused gets AWS's answer, any other goes on
 * with `req.cognitoIam`, and with `req.body` and `req.rawBody` where no body parser left them.
 *
 * It works before and after body parsers, in Express 4 and 5; before them, a body that cannot be parsed gets AWS's
 * answer, too. The setting `trust proxy` settles whether the client's address and TLS are taken from a proxy's
 * headers. Throws a `ConfigurationError` when it is built with options that cannot be used.
 */
export function cognitoIam(authorizer: Authorizer, options: AdapterOptions = {}): RequestHandler {
  const { bodyLimit } = readAdapterOptions(authorizer, options);
  const middleware: RequestHandler = function cognitoIam(req, res, next) {
    if (authorizer.passes({ url: req.originalUrl, headers: req.headers })) return next();
    authorize(req, res).then((allowed) => allowed && next(), next);
  };
  return enforcing(middleware, authorizer);

  async function authorize(req: Request, res: Response): Promise<boolean> {
    const parsed = parsedBody(req.body, req.readableDidRead);
    const body = parsed ?? encodedBody(req.headers) ?? (await readBody(req, bodyLimit));
    const outcome = await authorizer.authorize(httpRequest(req, body));
    if (!settle(req, res, outcome)) return false;
    if (outcome.allowed && parsed === undefined) {
      // `_body` tells the body parsers of Express 4 that the stream has been read.
      Object.assign(req, { body: outcome.body, rawBody: body, _body: true });
    }
    return true;
  }
}

function readBody(req: Request, limit: number): Promise<Buffer | Error> {
  return streamBody(req, { limit, length: req.headers['content-length'] }, Buffer.concat);
}
