import { cognitoIam } from '@cognito-iam/fastify';
import { type FastifyInstance, fastify } from 'fastify';
import type { Adapter, Seen } from './adapters.js';

const amzJson = 'application/x-amz-json-1.1';

const parsers = new Map<string, (app: FastifyInstance) => unknown>([
  [
    'a JSON parser for AWS',
    (app) =>
      app.addContentTypeParser(amzJson, { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error')),
  ],
  [
    'a text parser for AWS',
    (app) => app.addContentTypeParser(amzJson, { parseAs: 'string' }, (_, body, done) => done(null, body)),
  ],
  [
    'a parser of bytes for AWS',
    (app) => app.addContentTypeParser(amzJson, { parseAs: 'buffer' }, (_, body, done) => done(null, body)),
  ],
  [
    'a text parser for anything',
    (app) => app.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, body)),
  ],
]);

export const fastifyAdapter: Adapter = {
  name: 'fastify',
  parsers: new Map([
    ['a JSON parser for AWS', 'object'],
    ['a text parser for AWS', 'text'],
    ['a parser of bytes for AWS', 'bytes'],
    ['a text parser for anything', 'nothing'],
  ]),
  parsesLast: true,
  // It reads the body before any parser does.
  keepsRawBody: () => true,
  app(authorizer, { parser, parsed, mountedAt = '', trustProxy = false, adapterOptions, answer } = {}) {
    const app = fastify({ trustProxy });
    const iam = cognitoIam(authorizer, adapterOptions);
    const parse = parsers.get(parser ?? '');
    app.register(
      async (mounted) => {
        if (parsed === 'before') parse?.(mounted);
        await mounted.register(iam);
        if (parsed === 'after') parse?.(mounted);
        mounted.all('/*', async (request, reply) => {
          const { body, rawBody, cognitoIam: result = {} } = request;
          const seen: Seen = {
            result,
            body: Buffer.isBuffer(body) ? body.toString() : body,
            rawBody: rawBody?.toString(),
          };
          const answered = await answer?.(seen);
          return reply.code(answered?.status ?? 200).send(answered?.body ?? seen);
        });
      },
      { prefix: mountedAt },
    );
    return (request, response) => {
      app.ready().then(() => app.routing(request, response), response.destroy.bind(response));
    };
  },
};
