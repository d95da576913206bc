import type { Account } from '@cognito-iam/account';
import type { IssuerOptions } from '@cognito-iam/core';
import { developmentIssuer } from './development-issuer.js';
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
  const { config, roleMapping } = account;
  const { issuers, trustDevelopmentTokens } = config;
  const development =
    trustDevelopmentTokens === undefined
      ? []
      : [await developmentIssuer(trustDevelopmentTokens, roleMapping)];
  if (issuers !== undefined) return [...issuers, ...development];
  if (pools.length === 0) return development;
  return [...poolIssuers(pools, await tokens(pools), account), ...development];
}
