import type { RequestListener } from 'node:http';
import { cognitoIam } from '@cognito-iam/express';
import express from 'express';
import { answerType } from '../../examples/mock-cognito/src/api-answer.js';
import type { MockParts } from '../../examples/mock-cognito/src/app.js';

/** The mock of the example with Express in Koa's place. */
export function expressListener({ authorizer, api }: MockParts): RequestListener {
  const app = express();
  app.use(cognitoIam(authorizer));
  app.use(async (request, response) => {
    const result = request.cognitoIam;
    if (result === undefined) throw new TypeError('a request went round the permission check');
    const { status, body } = await api(result);
    response.status(status).type(answerType).end(JSON.stringify(body));
  });
  return app;
}
