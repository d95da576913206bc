import { nearestName } from '@cognito-iam/core';
import { UnsecuredJWT } from 'jose';
import { TestKitError } from '../kit-error.js';
import type { LoadedAccount } from './account-source.js';
import { poolNamed, type Target } from './test-pool.js';

/**
 * A token, without signature, of somebody who is in this group of a user pool and in no other. Throws a
 * {@link TestKitError} where the account has several pools and none is named.
 */
export function memberToken(account: LoadedAccount, group: string, on: Target | undefined): string {
  requireNoSlip(account, group);
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
    const ofIssuers = issuers.map(
      ({ poolId, issuer }) => poolId ?? issuer.slice(issuer.lastIndexOf('/') + 1),
    );
    const names = userPools.length > 0 ? userPools.map(({ id }) => id) : ofIssuers;
    throw new TestKitError(
      `\`${group}\` may be a group of several user pools: name the pool, one of ${names.join(', ')}, as in \`account.group('${group}', { on: '${names[0]}' })\`; a case does so with \`resource\``,
    );
  }
  const { poolId, issuer } = poolNamed(account, typeof named === 'string' ? named : named.arn);
  const ofPool = issuers.find((one) => one.poolId === poolId || one.issuer.endsWith(`/${poolId}`));
  return ofPool?.issuer ?? issuer;
}

/**
 * A group that the account does not know has no role of its own, and mostly may nothing: a test of a refusal would pass
 * for a slip in its name.
 */
function requireNoSlip(account: LoadedAccount, group: string): void {
  const known = groupsOf(account);
  const nearest = known.includes(group) ? undefined : nearestName(group, known);
  if (nearest === undefined) return;
  throw new TestKitError(
    `no role mapping has a group \`${group}\`; did you mean \`${nearest}\`? One that has no role and is called nearly the same goes by \`account.token\``,
  );
}

/** The groups that lead to roles, by the account's role mappings. */
function groupsOf({ roleMapping, poolRoleMappings, config }: LoadedAccount): readonly string[] {
  const mappings = [
    roleMapping,
    ...poolRoleMappings.values(),
    ...(config?.issuers ?? []).map((issuer) => issuer.roleMapping),
  ];
  return mappings.flatMap((mapping) => [
    ...(mapping?.groups ?? []).map(({ group }) => group),
    ...(mapping?.rules ?? []).flatMap(({ claim, value }) => (claim === 'cognito:groups' ? [value] : [])),
  ]);
}
