import { LRUCache } from 'lru-cache';
import { messageOf } from '../errors.js';
import { loadTokenLibrary } from './load-token-library.js';
import type { Soon } from './soon.js';
import { isCompactJwt } from './token-text.js';
import { expiryOf, type RejectedToken, type VerifiedToken } from './token-verdict.js';
import type { TrustedIssuer } from './trusted-issuer.js';
import { verifyToken } from './verify-token.js';

export type { RejectedToken, VerifiedToken } from './token-verdict.js';

/** Longer tokens are refused unread: Cognito's have a few kilobytes at most. In characters, which are bytes here. */
export const tokenLengthLimit: number = 16 * 1024;

/**
 * The most that may wait to be verified, be it for keys: in characters, for all tokens together. 2,000 of the longest
 * tokens, or some 30,000 of Cognito's. Connections do not bound it, as clients may hang up while their tokens wait.
 */
export const waitingLimit: number = 2_000 * tokenLengthLimit;

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

/** How long expired tokens may be held at most beyond their time while tokens are verified, in milliseconds. */
const leastPause = 1_000;

interface CacheEntry {
  readonly token: string;
  readonly verified: VerifiedToken;
  readonly verifiedAt: number;
  /** Not valid from this instant on: the token's expiry or the cache's maximum age, whichever comes first. */
  readonly until: number;
}

/**
 * A verifier that remembers the tokens it has verified and verifies a token that arrives many times at once only once.
 * Rejected tokens are not remembered, expired ones are let go, and no more wait than {@link waitingLimit} allows.
 */
export function tokenVerifier(settings: TokenVerifierSettings): TokenVerifier {
  const { now, maxAge } = settings;
  const entries = new LRUCache<string, CacheEntry>({ max: settings.maxEntries });
  // The token used last: comparing it takes less than cutting, hashing and looking up the end of another.
  let last: CacheEntry | undefined;
  // Looked for once in a while, not for every request; nor need a token be asked about again to be let go.
  let sweepAt = Number.POSITIVE_INFINITY;
  let sweptAt = Number.NEGATIVE_INFINITY;
  const pending = new Map<string, Promise<VerifiedToken | RejectedToken>>();
  let waiting = 0;
  // Begun now, so that the first request need not wait for it; what goes wrong is told to whoever asks next.
  if (settings.issuers.size > 0) loadTokenLibrary().catch(notLoaded);

  function letGo(instant: number): void {
    if (instant < sweepAt) return;
    last = undefined;
    sweptAt = instant;
    sweepAt = Number.POSITIVE_INFINITY;
    for (const [key, entry] of [...entries.entries()]) {
      if (instant >= entry.until) entries.delete(key);
      else sweepNoLaterThan(entry.until);
    }
  }

  function sweepNoLaterThan(instant: number): void {
    sweepAt = Math.min(sweepAt, Math.max(instant, sweptAt + leastPause));
  }

  async function verifyAndRemember(token: string): Promise<VerifiedToken | RejectedToken> {
    try {
      const library = await loadTokenLibrary().catch(notLoaded);
      if ('fault' in library) return library;
      const verifiedAt = now();
      const verified = await verifyToken(token, settings.issuers, verifiedAt, library);
      if (!('fault' in verified)) {
        const until = Math.min(expiryOf(verified), verifiedAt + maxAge);
        entries.set(keyOf(token), { token, verified, verifiedAt, until });
        sweepNoLaterThan(until);
      }
      return verified;
    } finally {
      pending.delete(token);
      waiting -= token.length;
    }
  }

  return (token) => {
    const instant = now();
    letGo(instant);
    const entry = last?.token === token ? last : entries.get(keyOf(token));
    // A clock that was set back would make `nbf` a question again.
    if (entry?.token === token && instant < entry.until && instant >= entry.verifiedAt) {
      last = entry;
      return entry.verified;
    }
    last = undefined;
    const malformed = malformation(token);
    if (malformed !== undefined) return malformed;
    const running = pending.get(token);
    if (running !== undefined) return running;
    if (waiting + token.length > waitingLimit) return tooMany;
    waiting += token.length;
    const begun = verifyAndRemember(token);
    pending.set(token, begun);
    return begun;
  };
}

/** The end of the signature. Hashing a short string is cheap; a hit counts only if the whole token is the same. */
function keyOf(token: string): string {
  return token.slice(-32);
}

function malformation(token: string): RejectedToken | undefined {
  if (token.length > tokenLengthLimit) return { fault: 'malformed', why: 'the token is too long' };
  if (isCompactJwt(token)) return undefined;
  return { fault: 'malformed', why: 'the token is not three parts of base64url' };
}

/** As where the keys cannot be had in time. */
const tooMany: RejectedToken = {
  fault: 'keys',
  why: 'the token cannot be verified: too many others wait for that',
};

function notLoaded(error: unknown): RejectedToken {
  return {
    fault: 'keys',
    why: `no token can be verified, the library for it does not load: ${messageOf(error)}`,
  };
}
