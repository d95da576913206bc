import type { IssuerOptions } from '@cognito-iam/core';
import type { Report } from './report.js';
import { whyLost } from './unavailable.js';

/** What is known of the keys that issuers publish. */
export interface IssuerKeys {
  /** Why keys cannot be read, by issuer, as far as is known; what is known is looked at again a moment later. */
  readonly problems: ReadonlyMap<string, string>;
  /** Looks at these issuers, in place of those before. Resolves once it is known; never rejects. */
  follow(issuers: readonly IssuerOptions[], timeLimit: number): Promise<void>;
  /** Looks no more. */
  close(): void;
}

/** For how long an answer counts, in milliseconds. */
const freshness = 5_000;

/**
 * Looks whether the keys of issuers can be read where they have an address, to say so before a token of theirs is
 * refused. It decides nothing: the permission check fetches keys itself.
 */
export function issuerKeys(report: Report): IssuerKeys {
  let issuers: readonly (readonly [issuer: string, address: string])[] = [];
  let timeLimit = freshness;
  let problems: ReadonlyMap<string, string> = new Map();
  let lookedAt = 0;
  let looking: Promise<void> | undefined;
  const closed = new AbortController();

  const look = async (): Promise<void> => {
    const asked = issuers;
    const signal = AbortSignal.any([closed.signal, AbortSignal.timeout(timeLimit)]);
    const found = await Promise.all(
      asked.map(async ([issuer, address]) => [issuer, await problemOf(address, signal)] as const),
    );
    if (closed.signal.aborted) return;
    if (asked !== issuers) return look();
    const now = new Map(found.flatMap(([issuer, why]) => (why === undefined ? [] : [[issuer, why]])));
    for (const [issuer, why] of now) {
      if (problems.has(issuer)) continue;
      const message = `the keys of \`${issuer}\` cannot be read, so its tokens are refused: ${why}`;
      report({ level: 'warn', event: 'keys', message });
    }
    for (const issuer of problems.keys()) {
      if (now.has(issuer)) continue;
      report({ level: 'info', event: 'keys', message: `the keys of \`${issuer}\` can be read again` });
    }
    problems = now;
    lookedAt = performance.now();
  };
  const lookOnce = (): Promise<void> => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
  return {
    get problems() {
      if (issuers.length > 0 && performance.now() - lookedAt > freshness) void lookOnce();
      return problems;
    },
    follow(named, limit) {
      issuers = named.flatMap(({ issuer, jwks }) => {
        const address = typeof jwks === 'string' || jwks instanceof URL ? String(jwks) : '';
        return /^https?:/.test(address) ? [[issuer, address] as const] : [];
      });
      timeLimit = limit;
      const known = new Set(issuers.map(([issuer]) => issuer));
      problems = new Map([...problems].filter(([issuer]) => known.has(issuer)));
      return issuers.length === 0 ? Promise.resolve() : lookOnce();
    },
    close: () => closed.abort(),
  };
}

/** Why no keys come from this address; `undefined` where they do. */
async function problemOf(address: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(address, { signal });
    if (response.status !== 200) {
      await response.body?.cancel();
      return `${address} answers ${response.status}`;
    }
    const { keys }: { readonly keys?: unknown } = Object(await response.json());
    return Array.isArray(keys) && keys.length > 0 ? undefined : `${address} answers with no keys`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `${address}: ${whyLost(cause)}`;
  }
}
