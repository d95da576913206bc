// By their paths: the whole of `jose`, which encrypts as well, takes twice as long to load.
import type { JWTPayload } from 'jose';
import * as errors from 'jose/errors';
import { decodeJwt } from 'jose/jwt/decode';
import { jwtVerify } from 'jose/jwt/verify';
import { LRUCache } from 'lru-cache';
import { messageOf } from '../errors.js';
import type { Soon } from './soon.js';
import { isCompactJwt } from './token-text.js';
import type { TrustedIssuer } from './trusted-issuer.js';

/** Longer tokens are refused unread: Cognito's have a few kilobytes at most. In characters, which are bytes here. */
export const tokenLengthLimit: number = 16 * 1024;

/** A token whose signature, issuer, time and audience have been verified. The same object for the same token while it is cached. */
export interface VerifiedToken {
  readonly claims: JWTPayload;
  readonly issuer: TrustedIssuer;
}

/** What was wrong with a token: `keys` means that the issuer's keys could not be had, which is not the token's fault. */
export type TokenFault = 'malformed' | 'issuer' | 'signature' | 'expired' | 'claims' | 'keys';

/** A token that does not count. `why` is for the log and holds no part of the token's signature. */
export interface RejectedToken {
  readonly fault: TokenFault;
  readonly why: string;
}

/** Verifies a JWT; never rejects, and is done at once with one that it remembers. It does not look at `token_use`, which is for whoever uses the token to ask about. */
export type TokenVerifier = (token: string) => Soon<VerifiedToken | RejectedToken>;

/** What a {@link TokenVerifier} goes by. */
export interface TokenVerifierSettings {
  /** By the claim `iss`. */
  readonly issuers: ReadonlyMap<string, TrustedIssuer>;
  /** The most tokens to remember. */
  readonly maxEntries: number;
  /** How long a verified token is taken without verifying it again, in milliseconds; never beyond its `exp`. */
  readonly maxAge: number;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
}

interface CacheEntry {
  readonly token: string;
  readonly verified: VerifiedToken;
  readonly verifiedAt: number;
  /** Not valid from this instant on: the token's expiry or the cache's maximum age, whichever comes first. */
  readonly until: number;
}

/**
 * A verifier that remembers the tokens it has verified and verifies a token that arrives many times at once only once.
 * Rejected tokens are not remembered.
 */
export function tokenVerifier(settings: TokenVerifierSettings): TokenVerifier {
  const { now, maxAge } = settings;
  const entries = new LRUCache<string, CacheEntry>({ max: settings.maxEntries });
  const pending = new Map<string, Promise<VerifiedToken | RejectedToken>>();

  async function verifyAndRemember(token: string): Promise<VerifiedToken | RejectedToken> {
    try {
      const verifiedAt = now();
      const verified = await verify(token, settings.issuers, verifiedAt);
      if (!('fault' in verified)) {
        const until = Math.min(expiryOf(verified), verifiedAt + maxAge);
        entries.set(keyOf(token), { token, verified, verifiedAt, until });
      }
      return verified;
    } finally {
      pending.delete(token);
    }
  }

  return (token) => {
    const entry = entries.get(keyOf(token));
    const instant = now();
    // A clock that was set back would make `nbf` a question again.
    if (entry?.token === token && instant < entry.until && instant >= entry.verifiedAt) return entry.verified;
    const running = pending.get(token) ?? verifyAndRemember(token);
    if (!pending.has(token)) pending.set(token, running);
    return running;
  };
}

/** The end of the signature. Hashing a short string is cheap; a hit counts only if the whole token is the same. */
function keyOf(token: string): string {
  return token.slice(-32);
}

/** The first instant at which a token counts no more. */
function expiryOf({ claims, issuer }: VerifiedToken): number {
  return (claims.exp ?? 0) * 1000 + issuer.clockTolerance;
}

async function verify(
  token: string,
  issuers: ReadonlyMap<string, TrustedIssuer>,
  instant: number,
): Promise<VerifiedToken | RejectedToken> {
  if (token.length > tokenLengthLimit) return { fault: 'malformed', why: 'the token is too long' };
  if (!isCompactJwt(token)) return { fault: 'malformed', why: 'the token is not three parts of base64url' };
  const iss = unverifiedIssuer(token);
  if (iss === undefined) return { fault: 'malformed', why: 'the token is not a JWT with an issuer' };
  const issuer = issuers.get(iss);
  if (issuer === undefined)
    return { fault: 'issuer', why: `the issuer \`${iss}\` is not among those trusted: ${trusted(issuers)}` };
  try {
    const { payload, protectedHeader } = await jwtVerify(token, issuer.keys, {
      algorithms: [...issuer.algorithms],
      issuer: issuer.issuer,
      requiredClaims: ['exp'],
      currentDate: new Date(instant),
      clockTolerance: issuer.clockTolerance / 1000,
    });
    const verified = { claims: payload, issuer };
    // jose counts whole seconds, which makes up to one more of an expiry between two.
    if (expiryOf(verified) <= instant) return { fault: 'expired', why: `token of \`${iss}\` has expired` };
    return typeRejection(protectedHeader.typ) ?? audienceRejection(payload, issuer) ?? verified;
  } catch (error) {
    return rejectionOf(error, issuer);
  }
}

function unverifiedIssuer(token: string): string | undefined {
  try {
    const { iss } = decodeJwt(token);
    // What has not been verified need not be what its type says.
    return typeof iss === 'string' ? iss : undefined;
  } catch {
    return undefined;
  }
}

function trusted(issuers: ReadonlyMap<string, TrustedIssuer>): string {
  const names = [...issuers.keys()].map((issuer) => `\`${issuer}\``);
  return names.length === 0 ? 'there is none' : names.join(', ');
}

const acceptedTypes: ReadonlySet<string> = new Set(['jwt', 'at+jwt']);

/**
 * A JWT of another type, such as a logout token, is signed by the same keys and is no credential. Cognito's have none.
 * https://www.rfc-editor.org/rfc/rfc8725#section-3.11
 */
function typeRejection(type: unknown): RejectedToken | undefined {
  if (type === undefined) return undefined;
  if (typeof type === 'string' && acceptedTypes.has(type.toLowerCase().replace(/^application\//, '')))
    return undefined;
  return { fault: 'claims', why: 'the `typ` of the token is neither `JWT` nor `at+jwt`' };
}

/** Access tokens of a user pool name their client in `client_id` and have no `aud`. */
function audienceRejection(claims: JWTPayload, issuer: TrustedIssuer): RejectedToken | undefined {
  if (issuer.audience === null) return undefined;
  const access = claims['token_use'] === 'access';
  const named = access ? (claims['client_id'] ?? claims.aud) : claims.aud;
  const clients: readonly unknown[] = Array.isArray(named) ? named : [named];
  if (issuer.audience.some((client) => clients.includes(client))) return undefined;
  return {
    fault: 'claims',
    why: `the token is for ${clients.map(clientName).join(', ')}, which \`audience\` does not list`,
  };
}

function clientName(client: unknown): string {
  return typeof client === 'string' ? `client \`${client}\`` : 'no client';
}

/** https://github.com/panva/jose/blob/main/docs/util/errors/README.md */
const faults: ReadonlyMap<string, TokenFault> = new Map([
  [errors.JWTExpired.code, 'expired'],
  [errors.JWTClaimValidationFailed.code, 'claims'],
  [errors.JWTInvalid.code, 'malformed'],
  [errors.JWSInvalid.code, 'malformed'],
  [errors.JWSSignatureVerificationFailed.code, 'signature'],
  [errors.JOSEAlgNotAllowed.code, 'signature'],
  [errors.JOSENotSupported.code, 'signature'],
  [errors.JWKSNoMatchingKey.code, 'signature'],
  [errors.JWKSMultipleMatchingKeys.code, 'signature'],
]);

function rejectionOf(error: unknown, { issuer }: TrustedIssuer): RejectedToken {
  const fault = error instanceof errors.JOSEError ? faults.get(error.code) : undefined;
  const message = messageOf(error);
  if (fault !== undefined) return { fault, why: `token of \`${issuer}\`: ${message}` };
  return { fault: 'keys', why: `the keys of \`${issuer}\` cannot be had: ${message}` };
}
