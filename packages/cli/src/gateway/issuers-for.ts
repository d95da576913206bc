import type { Account } from '@cognito-iam/account';
import type { IssuerOptions } from '@cognito-iam/core';
import { developmentIssuers } from '../token/development-issuers.js';
import { developmentKey } from '../token/development-key.js';
import { type PoolTokens, poolIssuers } from './issuers.js';
import type { LocalPool } from './pools.js';
import { whyLost } from './unavailable.js';

/**
 * Whose tokens count: the configuration's issuers, or else the upstream's user pools, and the local development key
 * where that was asked for. Rejects with an error for the user.
 */
export async function issuersFor(
  account: Account,
  pools: readonly LocalPool[],
  tokens: (pools: readonly LocalPool[]) => Promise<PoolTokens | undefined>,
): Promise<readonly IssuerOptions[]> {
  const { issuers, trustDevelopmentTokens } = account.config;
  const development =
    trustDevelopmentTokens === undefined ? [] : await trusted(trustDevelopmentTokens, account, pools);
  if (issuers !== undefined) return [...issuers, ...development];
  if (pools.length === 0) return development;
  const known = await tokens(pools);
  return known === undefined ? development : [...poolIssuers(pools, known, account), ...development];
}

/** What makes tokens of pools believable, as far as it could be had. */
export interface KeptTokens {
  /** Why no token of the pools is believed; `undefined` where that is not so. */
  readonly problem: string | undefined;
  readonly tokens: (pools: readonly LocalPool[]) => Promise<PoolTokens | undefined>;
}

/**
 * What `tokens` gave last: keys that cannot be had must not keep policies from taking effect. `undefined` where there
 * were none yet; no token of the pools is believed then. `problem` is why there are none, and `warn` hears of every failure.
 */
export function keptTokens(
  tokens: (pools: readonly LocalPool[]) => Promise<PoolTokens>,
  warn: (message: string) => void,
): KeptTokens {
  let known: PoolTokens | undefined;
  let problem: string | undefined;
  return {
    get problem() {
      return problem;
    },
    async tokens(pools) {
      try {
        known = await tokens(pools);
        problem = undefined;
      } catch (error) {
        const so = known === undefined ? 'no token of them is believed' : 'those that were known stay';
        const message = `the keys of the user pools cannot be had, ${so}: ${whyLost(error)}`;
        if (known === undefined) problem = message;
        warn(message);
      }
      return known;
    },
  };
}

async function trusted(
  file: string,
  account: Account,
  pools: readonly LocalPool[],
): Promise<readonly IssuerOptions[]> {
  const { jwk, algorithm } = await developmentKey(file);
  const trust = { jwks: { keys: [{ ...jwk }] }, algorithms: [algorithm] };
  return developmentIssuers(
    account,
    trust,
    pools.map(({ id }) => id),
  );
}
