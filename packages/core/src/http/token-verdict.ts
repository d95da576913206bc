import type { JWTPayload } from 'jose';
import type { TrustedIssuer } from './trusted-issuer.js';

/** A token whose signature, issuer, time and audience have been verified. The same object for the same token while it is cached. */
export interface VerifiedToken {
  readonly claims: JWTPayload;
  readonly issuer: TrustedIssuer;
}

/** What was wrong with a token: `keys` means that the issuer's keys, or the means to use them, could not be had, which is not the token's fault. */
export type TokenFault = 'malformed' | 'issuer' | 'signature' | 'expired' | 'claims' | 'keys';

/** A token that does not count. `why` is for the log and holds no part of the token's signature. */
export interface RejectedToken {
  readonly fault: TokenFault;
  readonly why: string;
}

/** The first instant at which a token counts no more, in milliseconds since 1970. */
export function expiryOf({ claims, issuer }: VerifiedToken): number {
  return (claims.exp ?? 0) * 1000 + issuer.clockTolerance;
}
