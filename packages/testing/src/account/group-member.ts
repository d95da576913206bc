import { UnsecuredJWT } from 'jose';
import { TestKitError } from '../kit-error.js';
import type { LoadedAccount } from './account-source.js';
import { poolNamed, type Target } from './test-pool.js';

/**
 * A token, without signature, of somebody who is in this group of a user pool and in no other. Throws a
 * {@link TestKitError} where the account has several pools and none is named.
 */
export function memberToken(account: LoadedAccount, group: string, on: Target | undefined): string {
  return new UnsecuredJWT({ token_use: 'access', username: 'member', 'cognito:groups': [group] })
    .setSubject('member')
    .setIssuer(issuerOf(account, group, on))
    .encode();
}

/** The issuer that the account believes for the pool, which may be an emulator's. */
function issuerOf(account: LoadedAccount, group: string, on: Target | undefined): string {
  const { config, userPools } = account;
  const issuers = config?.issuers ?? [];
  const [only, another] = userPools;
  const [onlyIssuer, anotherIssuer] = issuers;
  if (on === undefined && only === undefined && anotherIssuer === undefined) {
    return onlyIssuer?.issuer ?? 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Unknown';
  }
  const named = on ?? (another === undefined ? only?.poolId : undefined);
  if (named === undefined) {
    throw new TestKitError(
      `\`${group}\` may be a group of several user pools: name the pool, one of ${userPools.map(({ id }) => id).join(', ')}`,
    );
  }
  const { poolId, issuer } = poolNamed(account, typeof named === 'string' ? named : named.arn);
  const ofPool = issuers.find((one) => one.poolId === poolId || one.issuer.endsWith(`/${poolId}`));
  return ofPool?.issuer ?? issuer;
}
