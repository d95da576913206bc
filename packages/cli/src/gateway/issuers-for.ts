import type { Account } from '@cognito-iam/account';
import type { IssuerOptions } from '@cognito-iam/core';
import { developmentIssuers } from '../token/development-issuers.js';
import { developmentKey } from '../token/development-key.js';
import { type PoolTokens, poolIssuers } from './issuers.js';
import type { LocalPool } from './pools.js';

/**
 * Whose tokens count: the configuration's issuers, or else the upstream's user pools, and the local development key
 * where that was asked for. Rejects with an error for the user.
 */
export async function issuersFor(
  account: Account,
  pools: readonly LocalPool[],
  tokens: (pools: readonly LocalPool[]) => Promise<PoolTokens>,
): Promise<readonly IssuerOptions[]> {
  const { issuers, trustDevelopmentTokens } = account.config;
  const development =
    trustDevelopmentTokens === undefined ? [] : await trusted(trustDevelopmentTokens, account, pools);
  if (issuers !== undefined) return [...issuers, ...development];
  if (pools.length === 0) return development;
  return [...poolIssuers(pools, await tokens(pools), account), ...development];
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
