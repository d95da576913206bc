import type { Account } from '@cognito-iam/account';
import type { IssuerOptions, RoleMappingOptions } from '@cognito-iam/core';
import { decodeJwt } from 'jose/jwt/decode';

/** The claim `iss` of development tokens: an address that can be nobody's. https://www.rfc-editor.org/rfc/rfc6761#section-6.4 */
export const developmentIssuerName = 'https://development.cognito-iam.invalid';

/** The claim `iss` of development tokens, of a pool where one is named: its groups may mean what no other's mean. */
export function developmentIssuerOf(poolId: string | undefined): string {
  return poolId === undefined ? developmentIssuerName : `${developmentIssuerName}/${poolId}`;
}

/** The role mapping where nobody has written one: only roles that a token names itself. */
export const plainMapping: RoleMappingOptions = {
  ambiguousRoleResolution: 'Deny',
  sessionName: { claim: ['cognito:username', 'username'] },
};

/** The role mapping of development tokens: roles that they name, or else as for other tokens. */
export function developmentMapping(mapping: RoleMappingOptions | undefined): RoleMappingOptions {
  return { ...plainMapping, ...mapping, type: 'Token' };
}

/** What the issuers of development tokens have in common: their keys, and what these sign with. */
export type DevelopmentTrust = Pick<IssuerOptions, 'jwks' | 'algorithms'>;

/** The issuers of development tokens: one of no pool, and one for each pool of the account and of `pools`. */
export function developmentIssuers(
  {
    roleMapping,
    poolRoleMappings,
    userPools,
    config,
  }: Pick<Account, 'roleMapping' | 'poolRoleMappings' | 'userPools' | 'config'>,
  trust: DevelopmentTrust,
  pools: readonly string[] = [],
): readonly IssuerOptions[] {
  const ids = new Set([...userPools.map(({ poolId }) => poolId), ...Object.values(config.clients), ...pools]);
  return [undefined, ...ids].map((poolId) => ({
    issuer: developmentIssuerOf(poolId),
    ...trust,
    audience: null,
    ...(poolId !== undefined && { poolId }),
    roleMapping: developmentMapping((poolId && poolRoleMappings.get(poolId)) || roleMapping),
  }));
}

/**
 * The account as `serve` sees it: where its configuration trusts development tokens, their issuers are among the others.
 * To tell whom a token stands for; it verifies nothing. `pools` are those that there may be beside the account's.
 */
export function withDevelopmentIssuers(account: Account, pools: readonly string[] = []): Account {
  const { config } = account;
  if (config.trustDevelopmentTokens === undefined) return account;
  const issuers = [...(config.issuers ?? []), ...developmentIssuers(account, { jwks: { keys: [] } }, pools)];
  return { ...account, config: { ...config, issuers } };
}

/** The pool that the issuer of a development token names: none for other tokens, and for other texts. */
export function developmentPools(token: string | undefined): readonly string[] {
  try {
    const { iss = '' } = decodeJwt(token ?? '');
    return iss.startsWith(`${developmentIssuerName}/`) ? [iss.slice(developmentIssuerName.length + 1)] : [];
  } catch {
    return [];
  }
}
