import type { Authorizer } from '@cognito-iam/core';
import { cognitoIam } from '@cognito-iam/koa';
import Router from '@koa/router';
import Koa, { type Context } from 'koa';
import type { Api } from './api.js';
import { answerType, internalError } from './api-answer.js';
import type { KeySet } from './key-set.js';

/** The parts that the mock is put together from, whatever its web framework. */
export interface MockParts {
  readonly authorizer: Authorizer;
  /** Carries out what `authorizer` lets through. */
  readonly api: Api;
  /** Whether there is a user pool of that id. */
  readonly hasPool: (id: string) => boolean;
  /** Whether the emulator is well. */
  readonly isWell: () => Promise<boolean>;
  /** The keys of every user pool. */
  readonly keySet: KeySet;
  /** What the issuer of every token begins with. */
  readonly issuerDomain: string;
  /** Takes the log, line by line. */
  readonly write: (line: string) => void;
}

/** The mock: the permission check in front of the emulator. Only what Cognito publishes to everybody goes round it. */
export function createApp({ authorizer, api, write, ...facts }: MockParts): Koa {
  const app = new Koa();
  app.on('error', (error: Error) => write(`fault: ${error.message}`));
  app.use(answerFaults);
  app.use(published(facts).routes());
  app.use(cognitoIam(authorizer));
  app.use(async (ctx) => {
    const result = ctx.state.cognitoIam;
    if (result === undefined) throw new TypeError('a request went round the permission check');
    const { status, body } = await api(result);
    ctx.status = status;
    ctx.type = answerType;
    ctx.body = JSON.stringify(body);
  });
  return app;
}

/** What everybody may read. It is made here: no path and no header of a client's reaches the emulator. */
function published({
  hasPool,
  isWell,
  keySet,
  issuerDomain,
}: Pick<MockParts, 'hasPool' | 'isWell' | 'keySet' | 'issuerDomain'>): Router {
  const router = new Router();
  const ofPool = (document: string, content: (issuer: string) => object): void => {
    router.get(`/:poolId/.well-known/${document}`, (ctx) => {
      const id = String(ctx.params['poolId']);
      const found = hasPool(id);
      ctx.set('access-control-allow-origin', '*');
      ctx.status = found ? 200 : 404;
      ctx.body = found ? content(`${issuerDomain}/${id}`) : { message: 'There is no such user pool.' };
    });
  };
  ofPool('jwks.json', () => keySet);
  ofPool('openid-configuration', (issuer) => ({
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ['RS256'],
  }));
  router.get('/health', async (ctx) => {
    const ok = await isWell();
    ctx.status = ok ? 200 : 503;
    ctx.body = { ok };
  });
  return router;
}

/** Answers in the shape of the API when something goes wrong, so that clients can read it and try again. */
async function answerFaults(ctx: Context, next: () => Promise<unknown>): Promise<void> {
  try {
    await next();
  } catch (error) {
    ctx.app.emit('error', error, ctx);
    ctx.status = internalError.status;
    ctx.type = answerType;
    ctx.body = JSON.stringify(internalError.body);
  }
}
