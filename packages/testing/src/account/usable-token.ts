import { decodeJwt } from 'jose';
import { TestKitError } from '../kit-error.js';
import type { LoadedAccount } from './account-source.js';

/** Throws a {@link TestKitError} where a JWT does not count now, or is of a pool that the account does not have. */
export function requireUsableToken(account: LoadedAccount, jwt: string, now: number): void {
  let claims: { iss?: unknown; exp?: unknown; nbf?: unknown };
  try {
    claims = decodeJwt(jwt.replace(/^Bearer\s+/i, ''));
  } catch {
    throw new TestKitError('`token` takes a JWT, and this cannot be decoded as one');
  }
  const { iss, exp, nbf } = claims;
  if (!isKnown(account, iss)) {
    const whose = typeof iss === 'string' ? `\`${iss}\`` : 'nobody';
    throw new TestKitError(
      `the token is of ${whose}, and the account has other pools: make its issuer with \`createTestIssuer({ pool: account.pool(…) })\``,
    );
  }
  if (typeof exp === 'number' && exp * 1000 <= now) {
    throw new TestKitError(
      `the token has expired at ${isoOf(exp)}, and it is ${isoOf(now / 1000)}: it stands for nobody`,
    );
  }
  if (typeof nbf === 'number' && nbf * 1000 > now) {
    throw new TestKitError(
      `the token counts from ${isoOf(nbf)}, and it is ${isoOf(now / 1000)}: it stands for nobody yet`,
    );
  }
}

/** Emulators have issuers of their own, which end in the id of the pool too. */
function isKnown({ userPools, config }: LoadedAccount, iss: unknown): boolean {
  const issuers = config?.issuers ?? [];
  if (userPools.length === 0 && issuers.length === 0) return true;
  if (typeof iss !== 'string') return false;
  const poolId = iss.slice(iss.lastIndexOf('/') + 1);
  return issuers.some(({ issuer }) => issuer === iss) || userPools.some((pool) => pool.poolId === poolId);
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
