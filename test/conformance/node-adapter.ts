import type { ServerResponse } from 'node:http';
import { cognitoIam } from '@cognito-iam/node';
import type { Adapter, Seen } from './adapters.js';

export const nodeAdapter: Adapter = {
  name: 'node',
  // There is nothing that parses a body for everybody, and no path to be mounted under.
  parsers: new Map(),
  keepsRawBody: () => true,
  app(authorizer, { trustProxy = false, adapterOptions } = {}) {
    const authorize = cognitoIam(authorizer, {
      ...(trustProxy && {
        sourceIp: ({ headers }) => String(headers['x-forwarded-for']),
        secure: ({ headers }) => headers['x-forwarded-proto'] === 'https',
      }),
      ...adapterOptions,
    });
    const answer = (response: ServerResponse, seen: Seen) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(seen));
    };
    return (request, response) => {
      authorize(request, response).then((authorized) => {
        if (authorized === undefined) return;
        const { result = {}, body, rawBody } = authorized;
        answer(response, { result, body, rawBody: rawBody?.toString() });
      }, response.destroy.bind(response));
    };
  },
};
