import type { RequestListener } from 'node:http';
import { cognitoIam } from '@cognito-iam/express';
import express from 'express';
import type { MockParts } from '../../examples/mock-cognito/src/app.js';
import { endToEnd } from '../../examples/mock-cognito/src/forward.js';

/** The mock of the example with Express in Koa's place. */
export function expressListener({ authorizer, forwarder, signOuts, done }: MockParts): RequestListener {
  const app = express();
  app.use(cognitoIam(authorizer));
  app.use(async (request, response) => {
    const result = request.cognitoIam;
    if (result === undefined) throw new TypeError('a request went round the permission check');
    const answer = await signOuts.answer(result.operation, result.members);
    if (answer !== undefined) {
      response.status(answer.status).type('application/x-amz-json-1.1').end(JSON.stringify(answer.body));
      return;
    }
    const { method, originalUrl: url, headers } = request;
    const upstream = await forwarder.forward({ method, url, headers, body: Reflect.get(request, 'rawBody') });
    if (upstream.statusCode === 200) await done(result.operation);
    response.status(upstream.statusCode ?? 500);
    for (const [name, value] of Object.entries(endToEnd(upstream.headers))) {
      if (!response.hasHeader(name)) response.setHeader(name, value);
    }
    upstream.pipe(response);
  });
  return app;
}
