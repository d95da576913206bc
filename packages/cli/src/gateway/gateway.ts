import type { Account } from '@cognito-iam/account';
import { createAuthorizer, type OnDecision, rest } from '@cognito-iam/core';
import { developmentKey } from '../token/development-key.js';
import { createForwarder } from './forward.js';
import { createHandler, type Handler } from './handler.js';
import { type Health, healthOf } from './health.js';
import { issuerKeys } from './issuer-keys.js';
import { issuersFor, keptTokens } from './issuers-for.js';
import { LiveAccount } from './live-account.js';
import { passPaths } from './pass-paths.js';
import { type LocalPool, listPools } from './pools.js';
import type { Report } from './report.js';
import { listen } from './server.js';
import { openUpstream } from './upstream/open-upstream.js';
import type { Upstream } from './upstream/upstream.js';
import { type FileWatcher, watchFiles } from './watch-files.js';

/** What {@link startGateway} goes by. */
export interface GatewayOptions {
  /** The account as it was read. */
  readonly account: Account;
  /** Reads it again, with the user pools of the upstream; `undefined` where they are not known. */
  readonly load: (localPools: readonly LocalPool[] | undefined) => Promise<Account>;
  /** Whether files are read again when they change. */
  readonly watch: boolean;
  readonly report: Report;
  /** Resolves where it is to stop before it has started: {@link startGateway} rejects then, with nothing left running. */
  readonly abandoned?: Promise<unknown>;
  /** Gets every decision. */
  readonly onDecision?: OnDecision | undefined;
}

/** A running gateway. */
export interface Gateway {
  /** What clients call. */
  readonly url: string;
  readonly live: LiveAccount;
  readonly upstream: Upstream;
  readonly health: () => Health;
  /** Requests that have no whole answer yet. */
  readonly underWay: number;
  /**
   * Accepts nothing more, waits for what is under way, at most `limit` milliseconds, and stops the upstream after it.
   * Resolves with how many requests were broken off.
   */
  stop(limit: number): Promise<number>;
}

/** Starts a gateway; rejects with an error for the user, leaving nothing running, where that cannot be. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { account, report, onDecision } = options;
  const { directory, region, config } = account;
  // Told before anything is started that would have to be stopped again.
  if (config.trustDevelopmentTokens !== undefined) await developmentKey(config.trustDevelopmentTokens);
  let handle: Handler | undefined;
  const server = await listen(config.listen, (request, response) => {
    handle?.(request, response).catch((error: unknown) => {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      report({ level: 'error', event: 'fault', message: why });
      response.destroy();
    });
  });
  const authorizer = createAuthorizer({
    ...{ directory, region, issuers: [], routes: rest([], { pass: passPaths }) },
    ...(onDecision && { onDecision }),
    // The rest of its log is in the banner, and in the decisions.
    log: ({ event, message }) => {
      if (event === 'fault') report({ level: 'error', event, message });
    },
  });
  const { upstream, tokens } = openUpstream(config.upstream, server.url, report, () => {
    if (started) void live.refreshPools();
  });
  const warn = (message: string): void => report({ level: 'warn', event: 'pools', message });
  const poolTokens = keptTokens(tokens, warn);
  const keys = issuerKeys(report);
  const followKeys = ({ config: { issuers = [], timeLimit = keysLimit } }: Account): void =>
    void keys.follow(issuers, timeLimit);
  let started = false;
  let watcher: FileWatcher | undefined;
  const live: LiveAccount = new LiveAccount({
    ...{ account, authorizer, report, load: options.load },
    listPools: () => poolsOf(upstream, warn),
    issuers: (read, pools) => issuersFor(read, pools, poolTokens.tokens),
    taken: followKeys,
    follow: (states) => watcher?.follow(states),
    followAlso: (states) => watcher?.followAlso(states),
  });
  const stop = async (limit: number): Promise<number> => {
    watcher?.close();
    keys.close();
    const broken = await server.close(limit);
    await upstream.stop();
    return broken;
  };
  const begin = async (): Promise<void> => {
    await upstream.start();
    await live.begin();
    started = true;
  };
  const health = (): Health =>
    healthOf({ live, upstream, keys: keys.problems, poolKeys: poolTokens.problem });
  const ready = begin();
  const forwarder = createForwarder(upstream, (message) =>
    report({ level: 'warn', event: 'forward', message }),
  );
  const listensOn = config.listen.host;
  handle = createHandler({ authorizer, live, forwarder, health, listensOn, ready });
  try {
    await Promise.race([ready, refusedAfter(options.abandoned)]);
    if (options.watch) {
      watcher = watchFiles(live.account.fileStates, () => void live.refreshFiles());
    }
  } catch (error) {
    await stop(0);
    throw error;
  }
  return {
    url: server.url,
    live,
    upstream,
    health,
    get underWay() {
      return server.underWay;
    },
    stop,
  };
}

function refusedAfter(abandoned: Promise<unknown> = new Promise(() => undefined)): Promise<never> {
  return abandoned.then(() => {
    throw new Error('the gateway is to stop before it has started');
  });
}

/** How long keys may take where the configuration says nothing, in milliseconds. */
const keysLimit = 5_000;

/** How long looking at the pools waits for an upstream that is starting, in milliseconds. */
const patience = 5_000;

async function poolsOf(
  upstream: Upstream,
  leftOut: (message: string) => void,
): Promise<readonly LocalPool[]> {
  const connection = await upstream.whenUp(patience);
  if (connection === undefined) throw new Error(upstream.problem ?? 'the upstream is not up');
  return listPools(connection, leftOut);
}
