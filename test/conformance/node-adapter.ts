import type { ServerResponse } from 'node:http';
import { cognitoIam } from '@cognito-iam/node';
import type { Adapter, Seen } from './adapters.js';

export const nodeAdapter: Adapter = {
  name: 'node',
  // There is nothing that parses a body for everybody, and no path to be mounted under.
  parsers: new Map(),
  keepsRawBody: () => true,
  app(authorizer, { trustProxy = false, adapterOptions, answer } = {}) {
    const authorize = cognitoIam(authorizer, {
      ...(trustProxy && {
        sourceIp: ({ headers }) => String(headers['x-forwarded-for']),
        secure: ({ headers }) => headers['x-forwarded-proto'] === 'https',
      }),
      ...adapterOptions,
    });
    const handle = async (seen: Seen, response: ServerResponse): Promise<void> => {
      const answered = await answer?.(seen);
      response.statusCode = answered?.status ?? 200;
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify(answered === undefined ? seen : answered.body));
    };
    return (request, response) => {
      authorize(request, response)
        .then(async (authorized) => {
          if (authorized === undefined) return;
          const { result = {}, body, rawBody } = authorized;
          await handle({ result, body, rawBody: rawBody?.toString() }, response);
        })
        .catch(response.destroy.bind(response));
    };
  },
};
