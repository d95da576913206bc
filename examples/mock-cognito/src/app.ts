import type { Authorizer } from '@cognito-iam/core';
import { cognitoIam } from '@cognito-iam/koa';
import Router from '@koa/router';
import Koa, { type Context } from 'koa';
import { endToEnd, type Forwarder } from './forward.js';
import type { SignOuts } from './sign-outs.js';

/** The parts that the mock is put together from, whatever its web framework. */
export interface MockParts {
  readonly authorizer: Authorizer;
  readonly forwarder: Forwarder;
  readonly signOuts: SignOuts;
  /** What the issuer of every token begins with. */
  readonly issuerDomain: string;
  /** To be told of every operation that the emulator has carried out. */
  readonly done: (operation: string) => Promise<void>;
  /** Takes the log, line by line. */
  readonly write: (line: string) => void;
}

/** The mock: the permission check in front of the emulator. Only what Cognito publishes to everybody goes round it. */
export function createApp({ authorizer, forwarder, signOuts, issuerDomain, done, write }: MockParts): Koa {
  const forward = async (ctx: Context): Promise<void> => {
    const { method = 'GET', url = '/', headers } = ctx.req;
    const answer = await forwarder.forward({ method, url, headers, body: rawBodyOf(ctx.request) });
    ctx.status = answer.statusCode ?? 500;
    for (const [name, value] of Object.entries(endToEnd(answer.headers))) {
      if (!ctx.res.hasHeader(name)) ctx.set(name, value);
    }
    ctx.body = answer;
  };

  const published = new Router();
  published.get('/health', forward);
  published.get('/:poolId/.well-known/jwks.json', forward);
  // The emulator would name its own default port.
  published.get('/:poolId/.well-known/openid-configuration', (ctx) => {
    const issuer = `${issuerDomain}/${ctx.params['poolId']}`;
    ctx.set('access-control-allow-origin', '*');
    ctx.body = {
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
    };
  });

  const app = new Koa();
  app.on('error', (error: Error) => write(`fault: ${error.message}`));
  app.use(answerFaults);
  app.use(published.routes());
  app.use(cognitoIam(authorizer));
  app.use(async (ctx) => {
    const result = ctx.state.cognitoIam;
    if (result === undefined) throw new TypeError('a request went round the permission check');
    const { operation, members } = result;
    const answer = await signOuts.answer(operation, members);
    if (answer === undefined) {
      await forward(ctx);
      if (ctx.status === 200) await done(operation);
      return;
    }
    ctx.status = answer.status;
    ctx.type = 'application/x-amz-json-1.1';
    ctx.body = JSON.stringify(answer.body);
  });
  return app;
}

/** The body's text as it arrived: `cognitoIam` leaves it where body parsers do. What goes round it has none. */
function rawBodyOf(request: object): string | undefined {
  return 'rawBody' in request && typeof request.rawBody === 'string' ? request.rawBody : undefined;
}

/** Answers in the shape of the API when the emulator does not, so that clients can read it and try again. */
async function answerFaults(ctx: Context, next: () => Promise<unknown>): Promise<void> {
  try {
    await next();
  } catch (error) {
    ctx.app.emit('error', error, ctx);
    ctx.status = 500;
    ctx.type = 'application/x-amz-json-1.1';
    ctx.body = JSON.stringify({ __type: 'InternalErrorException', message: 'the emulator did not answer' });
  }
}
