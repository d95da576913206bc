import { accessClaims, idClaims, type TokenClaims } from '@cognito-iam/testing/token-claims';
import { developmentIssuerOf } from './development-issuers.js';

/** What a development token is to say. */
export interface TokenRequest {
  readonly use: 'id' | 'access';
  /** Name of the user in its pool. */
  readonly user: string;
  readonly poolId: string | undefined;
  readonly client: string;
  /** ARN of the role that it prefers; only ID tokens have one. */
  readonly role: string | undefined;
  readonly groups: readonly string[];
  /** Other claims: attributes of the user. */
  readonly claims: Readonly<Record<string, string | boolean>>;
  /** Seconds since 1970. */
  readonly now: number;
  /** In seconds. */
  readonly lifetime: number;
}

/** The claims of such a token, as user pools issue them; the issuer alone is no pool's. */
export function tokenClaims(request: TokenRequest): TokenClaims {
  const { use, user, poolId, client, role, groups, claims, now, lifetime } = request;
  const issuance = { issuer: developmentIssuerOf(poolId), clientId: client, now };
  const said = { groups, claims, expiresIn: lifetime };
  if (use === 'access') return accessClaims(user, said, issuance);
  return idClaims(user, { ...said, ...(role !== undefined && { roles: [role] }) }, issuance);
}
