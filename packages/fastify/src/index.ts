import { Readable } from 'node:stream';
import type { AdapterOptions, AuthorizationResult, Authorizer } from '@cognito-iam/core';
import { readAdapterOptions } from '@cognito-iam/core';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest, RequestPayload } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import readStream from 'raw-body';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who called, and what IAM decided: on requests that `cognitoIam` let through. */
    cognitoIam?: AuthorizationResult;
    rawBody?: string | Buffer;
  }
}

/** An expression, since a parser that the application adds for the type itself comes first then. */
const awsJson = /^application\/x-amz-json-1\.1\b/;

/**
 * A plugin that asks `authorizer` about every request to its instance, unknown routes included: one that is refused
 * gets AWS's answer, any other goes on with `request.cognitoIam` and `request.rawBody`, and with the members in
 * `request.body` unless the application has a parser of its own for AWS's content type. `trustProxy` settles whether
 * the client's address and TLS are a proxy's word. Throws a `ConfigurationError` for options that cannot be used.
 */
export function cognitoIam(authorizer: Authorizer, options: AdapterOptions = {}): FastifyPluginAsync {
  readAdapterOptions(authorizer, options);
  return fastifyPlugin(async function cognitoIam(instance, given) {
    const { bodyLimit: limit } = readAdapterOptions(authorizer, { ...options, ...given });
    if (!instance.hasRequestDecorator('cognitoIam')) instance.decorateRequest('cognitoIam');
    if (!instance.hasContentTypeParser(awsJson)) {
      instance.addContentTypeParser(awsJson, (request, _, done) => done(null, request.cognitoIam?.members));
    }
    // No promise is returned: Fastify would go on with a refused request whose connection was lost meanwhile.
    instance.addHook('preParsing', (request, reply, payload, next) => {
      authorize(request, reply, payload).then((body) => body && next(null, body), next);
    });

    async function authorize(request: FastifyRequest, reply: FastifyReply, payload: RequestPayload) {
      const { method, originalUrl: url, headers, ip: sourceIp, protocol } = request;
      const secure = protocol === 'https';
      // What an earlier hook made of the body is not as long as the client declared.
      const length = payload === request.raw ? (headers['content-length'] ?? null) : null;
      const body = await readStream(payload, { limit, length }).catch((error: Error) => error);
      // What is left is thrown away, or the connection would wait for a reader for ever.
      if (body instanceof Error) payload.resume();
      const outcome = await authorizer.authorize({ method, url, headers, body, sourceIp, secure });
      reply.headers({ ...(outcome.allowed ? outcome.headers : outcome.response.headers) });
      // Bytes, since Fastify would add a charset to the content type of text.
      if (!outcome.allowed) {
        reply.code(outcome.response.status).send(Buffer.from(outcome.response.body));
        return undefined;
      }
      Object.assign(request, { cognitoIam: outcome.result, rawBody: String(body) });
      const { receivedEncodedLength = 0 } = payload;
      return Object.assign(Readable.from([body]), { receivedEncodedLength });
    }
  }, '>=5');
}
