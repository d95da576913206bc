import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import type { IssuerKeys } from './issuer-keys.js';
import type { LiveAccount } from './live-account.js';
import type { Upstream } from './upstream/upstream.js';

/** Where the gateway tells how it is, to everybody; it says nothing that the start-up banner does not. */
export const healthPath = '/_cognito-iam/health';

/** What `GET /_cognito-iam/health` answers as JSON: with status 200, or 503 where requests cannot be served. */
export interface Health {
  readonly ok: boolean;
  readonly mode: 'enforce' | 'audit';
  readonly upstream: {
    readonly state: string;
    readonly description: string;
    readonly problem: string | null;
  };
  /** Files that were read, and when they last took effect. */
  readonly files: readonly string[];
  readonly loadedAt: string;
  /** Why the last reload changed nothing; `null` where it did, or there was none. */
  readonly reloadProblem: string | null;
  /** Members of the configuration that have changed since the start and take effect at the next one: `listen`. */
  readonly waitingForStart: readonly string[];
  readonly userPools: readonly string[];
  /** Why the user pools, or the keys of their tokens, are not known; `null` where they are. */
  readonly poolsProblem: string | null;
  /** Why keys cannot be read, by issuer: its tokens are refused. It makes the gateway no less `ok`, as others are served. */
  readonly keyProblems: Readonly<Record<string, string>>;
}

/** What a gateway's health is told from. */
export interface HealthParts {
  readonly live: LiveAccount;
  readonly upstream: Upstream;
  /** Why keys of issuers cannot be read. */
  readonly keys: IssuerKeys['problems'];
  /** Why no token of the upstream's user pools is believed. */
  readonly poolKeys: string | undefined;
}

/** How a gateway is. */
export function healthOf({ live, upstream, keys, poolKeys }: HealthParts): Health {
  const { account, pools, reloadProblem, loadedAt, waitingForStart } = live;
  const poolsProblem = live.poolsProblem ?? poolKeys;
  const { state, description, problem } = upstream;
  return {
    ok: state === 'up' && poolsProblem === undefined,
    mode: account.config.mode,
    upstream: { state, description, problem: problem ?? null },
    files: account.files,
    loadedAt: loadedAt.toISOString(),
    reloadProblem: reloadProblem ?? null,
    waitingForStart,
    userPools: pools.map(({ id }) => id),
    poolsProblem: poolsProblem ?? null,
    keyProblems: Object.fromEntries(keys),
  };
}

/**
 * Answers a request to {@link healthPath}. Where the gateway listens on this machine alone, only a request by a name that
 * can be no other machine's: a page that has its own name lead here would read names of files and pools.
 */
export function answerHealth(
  request: IncomingMessage,
  response: ServerResponse,
  health: Health,
  listensOn: string,
): void {
  request.resume();
  if (isOwnAddress(listensOn) && !isOwnName(request.headers.host ?? '')) {
    response.writeHead(421).end();
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const body = `${JSON.stringify(health, null, 2)}\n`;
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  };
  response.writeHead(health.ok ? 200 : 503, headers).end(body);
}

function isOwnAddress(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** An address, `localhost`, or a name without a dot, such as those of containers: none of them is a web site's. */
function isOwnName(host: string): boolean {
  const name = host.replace(/:\d*$/, '').replace(/^\[|\]$/g, '');
  return isIP(name) !== 0 || /(?:^|\.)localhost$/i.test(name) || !name.includes('.');
}
