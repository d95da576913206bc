import { createRoleMapping, type Principal, principalFromClaims, type RoleEntry } from '@cognito-iam/core';
import type { JWTPayload } from 'jose';
import { decodeJwt } from 'jose/jwt/decode';
import type { ExplainedAccount, Problem } from './explained-account.js';

/** Whether a text has the form of a JWT. */
export function looksLikeToken(text: string): boolean {
  return /^(?:Bearer\s+)?eyJ[\w-]*\.[\w-]+\.[\w-]*$/i.test(text.trim());
}

/**
 * The role session that a token stands for by the account's role mapping. The token is decoded, nothing of it is
 * verified: neither signature nor issuer nor expiry.
 */
export function principalOfToken(
  { directory, roleMapping: shared, poolRoleMappings, config }: ExplainedAccount,
  text: string,
): { readonly role: RoleEntry; readonly principal: Principal; readonly notes: readonly string[] } | Problem {
  const claims = claimsOf(text.trim().replace(/^Bearer\s+/i, ''));
  if (claims === undefined)
    return { problem: 'the token cannot be decoded: it is no JWT whose payload is JSON' };
  const { iss = '' } = claims;
  // Issuers that follow from pools are known by the id at their end.
  const ofPool =
    config?.issuers === undefined ? poolRoleMappings?.get(iss.slice(iss.lastIndexOf('/') + 1)) : undefined;
  const roleMapping = config?.issuers?.find(({ issuer }) => issuer === iss)?.roleMapping ?? ofPool ?? shared;
  if (roleMapping === undefined) {
    return { problem: 'no token stands for a role: the account has no `roleMapping`' };
  }
  const assumed = createRoleMapping(roleMapping, directory)(claims);
  if ('denied' in assumed) return { problem: `the token stands for nobody: ${assumed.message}` };
  const principal = principalFromClaims(claims, assumed, roleMapping);
  if ('denied' in principal) return { problem: `the token stands for nobody: ${principal.message}` };
  const { exp } = claims;
  const expired = typeof exp === 'number' && exp * 1000 < Date.now();
  const notes = [
    'the token was decoded, not verified: signature, issuer and expiry were not looked at',
    ...(expired ? ['the token has expired: a request with it would be refused'] : []),
  ];
  return { role: assumed.role, principal, notes };
}

function claimsOf(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}
