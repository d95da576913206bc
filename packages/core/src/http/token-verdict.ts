import type { JWTPayload } from 'jose';
import type { TokenFault } from './token-fault.js';
import type { TrustedIssuer } from './trusted-issuer.js';

/** A token whose signature, issuer, time and audience have been verified. The same object for the same token while it is cached. */
export interface VerifiedToken {
  readonly claims: JWTPayload;
  readonly issuer: TrustedIssuer;
}

/** A token that does not count. `why` is for the log and holds no part of the token's signature. */
export interface RejectedToken {
  readonly fault: TokenFault;
  readonly why: string;
}

/** The first instant at which a token counts no more, in milliseconds since 1970. */
export function expiryOf({ claims, issuer }: VerifiedToken): number {
  return (claims.exp ?? 0) * 1000 + issuer.clockTolerance;
}
