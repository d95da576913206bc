import type { AdapterOptions, AuthorizationResult, Authorizer } from '@cognito-iam/core';
import { encodedBody, enforcing, readAdapterOptions, streamBody } from '@cognito-iam/core';
import type { FastifyPluginAsync, preParsingHookHandler } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { awsJson, httpRequest, settle } from './exchange.js';
import { ReadBody } from './read-body.js';

export { type GuardHook, type GuardRequest, guard } from './guard.js';

/** Where a request has the members of its body until the parser of AWS's content type is asked for them. */
const membersOfBody: unique symbol = Symbol('cognito-iam: members of the body');

declare module 'fastify' {
  interface FastifyRequest {
    /** Who called, and what IAM decided: on requests that `cognitoIam` let through. */
    cognitoIam?: AuthorizationResult | undefined;
    rawBody?: string | Buffer;
    [membersOfBody]?: Readonly<Record<string, unknown>> | undefined;
  }
}

/**
 * A plugin that asks `authorizer` about every request to its instance, unknown routes included: one that is refused
 * gets AWS's answer, any other goes on with `request.cognitoIam` and `request.rawBody`, and with the body's members in
 * `request.body` unless the application has a parser of its own for AWS's content type. `trustProxy` settles whether
 * the client's address and TLS are a proxy's word. Throws a `ConfigurationError` for options that cannot be used.
 */
export function cognitoIam(authorizer: Authorizer, options: AdapterOptions = {}): FastifyPluginAsync {
  readAdapterOptions(authorizer, options);
  return fastifyPlugin(async function cognitoIam(instance, given) {
    const { bodyLimit: limit } = readAdapterOptions(authorizer, { ...options, ...given });
    for (const name of ['cognitoIam', membersOfBody]) {
      if (!instance.hasRequestDecorator(name)) instance.decorateRequest(name);
    }
    if (!instance.hasContentTypeParser(awsJson)) {
      instance.addContentTypeParser(awsJson, (request, _, done) => done(null, request[membersOfBody]));
    }
    // No promise is returned: Fastify would go on with a refused request whose connection was lost meanwhile.
    const check: preParsingHookHandler = (request, reply, payload, next) => {
      const { originalUrl: url, headers } = request;
      if (authorizer.passes({ url, headers })) return next(null, payload);
      authorize(request, reply, payload, next).then((body) => body && next(null, body), next);
    };
    instance.addHook('preParsing', enforcing(check, authorizer));

    async function authorize(...[request, reply, payload]: Parameters<preParsingHookHandler>) {
      // What an earlier hook made of the body is not as long as the client declared, nor in that encoding.
      const headers = payload === request.raw ? request.headers : {};
      const limits = { limit, length: headers['content-length'] };
      const body = encodedBody(headers) ?? (await streamBody(payload, limits, Buffer.concat));
      // What is left is thrown away, or the connection would wait for a reader for ever.
      if (body instanceof Error) payload.resume();
      const outcome = await authorizer.authorize(httpRequest(request, body));
      if (!settle(request, reply, outcome)) return undefined;
      if (outcome.allowed && outcome.body !== undefined) request[membersOfBody] = outcome.body;
      request.rawBody = String(body);
      return new ReadBody(body, payload.receivedEncodedLength ?? 0);
    }
  }, '>=5');
}
