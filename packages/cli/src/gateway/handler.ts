import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authorizer } from '@cognito-iam/core';
import { requestDecider } from '@cognito-iam/node';
import { doneWithin } from './done-within.js';
import type { Forwarder } from './forward.js';
import { answerHealth, type Health, healthPath } from './health.js';
import type { LiveAccount } from './live-account.js';
import { poolOperations } from './pools.js';
import { answerUnavailable } from './unavailable.js';

/** What a {@link Handler} is put together from. */
export interface HandlerParts {
  readonly authorizer: Authorizer;
  readonly live: Pick<LiveAccount, 'awaited' | 'refreshPools'>;
  readonly forwarder: Forwarder;
  readonly health: () => Health;
  /** The address or name that the gateway listens on. */
  readonly listensOn: string;
  /** Resolves once requests can be decided. */
  readonly ready: Promise<unknown>;
}

/** Answers a request. Rejects only where somebody else has begun the response. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** How long requests wait for the gateway to know what it decides by, in milliseconds: less than clients wait for answers. */
const patience = 10_000;

/** The way of every request: health, then the permission check, then the upstream. */
export function createHandler(parts: HandlerParts): Handler {
  const { authorizer, live, forwarder, health, listensOn, ready } = parts;
  const decide = requestDecider(authorizer);
  let isReady = false;
  ready.then(
    () => {
      isReady = true;
    },
    // Whoever starts the gateway hears of it, and ends it.
    () => undefined,
  );

  return async (request, response) => {
    if (request.url === healthPath) return answerHealth(request, response, health(), listensOn);
    if (!isReady && !(await doneWithin(ready, patience))) {
      request.resume();
      return answerUnavailable(response, { status: 503, message: 'The upstream is starting.' });
    }
    if (live.awaited !== undefined) await doneWithin(live.awaited, patience);
    const decided = await decide(request);
    if (decided === undefined) return forwarder.pass(request, response);
    const { outcome, read } = decided;
    if (!outcome.allowed) {
      const { status, headers, body } = outcome.response;
      response.writeHead(status, headers).end(body);
      return;
    }
    const { result, headers } = outcome;
    if (result === undefined) throw new TypeError('a request of the API was allowed without a result');
    if (read instanceof Error) throw new TypeError('a request was allowed whose body was not read');
    const changesPools = poolOperations.has(result.operation);
    await forwarder.api(request, response, { body: read, headers }, (status) =>
      // Whoever is told that a user pool was made may come with a token of it at once.
      changesPools && status === 200 ? doneWithin(live.refreshPools(), patience) : undefined,
    );
  };
}
