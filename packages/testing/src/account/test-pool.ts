import { isProblem, resourceName, takesPool } from '@cognito-iam/account';
import { catalog, nearestName } from '@cognito-iam/core';
import { isRecord, TestKitError } from '../kit-error.js';
import type { LoadedAccount } from './account-source.js';

/** A user pool of a test account. */
export interface TestPool {
  /** What requests call it: `UserPoolId`. */
  readonly poolId: string;
  readonly arn: string;
  /** The claim `iss` of its tokens in AWS. */
  readonly issuer: string;
}

/** What an action is asked about: a pool, what `account.pool` takes, or the ARN of a pool or a web ACL. */
export type Target = TestPool | string;

type PoolsOf = Pick<LoadedAccount, 'directory' | 'region' | 'userPools'>;

/** What a target is called; throws a {@link TestKitError} for what is none. */
export function targetName(on: Target): string {
  const text: unknown = isRecord(on) ? on['arn'] : on;
  if (typeof text === 'string' && text !== '') return text;
  throw new TestKitError(
    '`on` is a user pool: its logical id, name, id or ARN, or what `account.pool` gives',
  );
}

/**
 * The pool that goes by a logical id, a name, an id or an ARN. Throws a {@link TestKitError} where the account has none
 * of this name. An id that the account does not know is that of another pool in it, unless it is nearly a known one.
 */
export function poolNamed(account: PoolsOf, text: string): TestPool {
  const arn = resourceNamed(account, text);
  const [, region, poolId] = /^arn:[^:]+:cognito-idp:([^:]*):[^:]*:userpool\/(.+)$/.exec(arn) ?? [];
  if (poolId === undefined) throw new TestKitError(`\`${text}\` is no user pool`);
  const domain = account.directory.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return { poolId, arn, issuer: `https://cognito-idp.${region}.${domain}/${poolId}` };
}

/**
 * The resource that AWS asks about for an action: `*` for one that has no resource type, whatever is named; the
 * account's only pool where none is named. Throws a {@link TestKitError} where that cannot be told.
 */
export function resourceOf(account: PoolsOf, on: Target | undefined, action: string): string {
  if (on !== undefined && on !== '*' && !takesPool(action)) {
    resourceNamed(account, on);
    return '*';
  }
  if (!takesPool(action)) return '*';
  if (isOfWebAcls(action)) return webAclNamed(account, on, action);
  if (on !== undefined) return resourceNamed(account, on);
  const [only, another] = account.userPools;
  if (only !== undefined && another === undefined) return resourceNamed(account, only.poolId);
  const known = account.userPools.map(({ id }) => id).join(', ');
  throw new TestKitError(
    `\`${action}\` is asked about a user pool: name it with \`on\`, ${known === '' ? 'by its id or ARN' : `one of ${known}`}`,
  );
}

function isOfWebAcls(action: string): boolean {
  const types = catalog.action(action)?.resourceTypes ?? [];
  return types.length > 0 && types.every(({ type }) => type === 'webacl');
}

function webAclNamed(account: PoolsOf, on: Target | undefined, action: string): string {
  const arn = on === undefined ? '' : resourceNamed(account, on);
  if (arn.includes(':wafv2:')) return arn;
  throw new TestKitError(`\`${action}\` is asked about a web ACL: give its ARN with \`on\``);
}

function resourceNamed(account: PoolsOf, on: Target): string {
  const text = targetName(on);
  if (text === '*')
    throw new TestKitError('AWS asks about one user pool, never about `*`: name it with `on`');
  if (text.startsWith('arn:')) return arnIn(account, text);
  const known = account.userPools.flatMap(({ id, name, poolId }) => [
    id,
    poolId,
    ...(name === undefined ? [] : [name]),
  ]);
  if (!known.includes(text)) {
    const nearest = nearestName(text, known);
    if (nearest !== undefined) {
      throw new TestKitError(
        `there is no user pool \`${text}\`; did you mean \`${nearest}\`? Name another pool by its ARN`,
      );
    }
  }
  const arn = resourceName(account, text, 'cognito-idp:DescribeUserPool');
  if (typeof arn === 'object' && isProblem(arn)) throw new TestKitError(arn.problem);
  return arn;
}

/** Nothing is allowed elsewhere: a slip in an ARN would have a test of a refusal pass. */
function arnIn({ directory }: PoolsOf, arn: string): string {
  const [, partition, service, , account, ...rest] = arn.split(':');
  const name = rest.join(':');
  const isPool = service === 'cognito-idp' && /^userpool\/[\w-]+_[0-9A-Za-z]+$/.test(name);
  const isWebAcl = service === 'wafv2' && /^(regional|global)\/webacl\/[^*?]+$/.test(name);
  if (!isPool && !isWebAcl)
    throw new TestKitError(`\`${arn}\` is the ARN of neither a user pool nor a web ACL`);
  if (partition === directory.partition && account === directory.account) return arn;
  throw new TestKitError(
    `\`${arn}\` is of another account than arn:${directory.partition}:…:${directory.account}`,
  );
}
