import { catalog, nearestName } from '@cognito-iam/core';
import type { ExplainedAccount, Problem } from './explained-account.js';

/**
 * The resource that a text names: an ARN and `*` are what they are; a pool goes by its id, by what its template calls
 * it, or by its name, one of the emulator too. Without a text it is `*` for an action that has no resource type, and the account's only pool.
 */
export function resourceName(
  account: Pick<ExplainedAccount, 'directory' | 'region' | 'userPools' | 'localPools'>,
  text: string | undefined,
  action: string,
): string | Problem {
  const { directory, region, userPools } = account;
  const all = [...userPools, ...localOnly(account)];
  const arnOf = (poolId: string): string =>
    `arn:${directory.partition}:cognito-idp:${region}:${directory.account}:userpool/${poolId}`;
  if (text === undefined) {
    if (!takesPool(action)) return '*';
    const [only, ...others] = userPools.length === 0 ? all : userPools;
    if (only !== undefined && others.length === 0) return arnOf(only.poolId);
    const known = all.map(poolLabel).join(', ');
    const mend = known === '' ? 'an ARN or a pool id' : `an ARN, a pool id or one of ${known}`;
    return { problem: `\`${action}\` is asked about a user pool: name it with \`--resource\`, ${mend}` };
  }
  if (text === '*' || text.startsWith('arn:')) return text;
  const pools = all.filter(({ id, name, poolId }) => [id, name, poolId].includes(text));
  const [pool, second] = pools;
  if (second !== undefined) {
    return {
      problem: `several pools are called \`${text}\`: ${pools.map(poolLabel).join(', ')}; name one by its id`,
    };
  }
  if (pool !== undefined) return arnOf(pool.poolId);
  const id = text.replace(/^userpool\//, '');
  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html
  if (/^[\w-]+_[0-9A-Za-z]+$/.test(id) && id.length <= 55) return arnOf(id);
  const names = all.flatMap(({ id: one, name }) => [one, ...(name === undefined ? [] : [name])]);
  const nearest = nearestName(text, names);
  const anyOther = 'an ARN, `*` or a pool id such as `us-east-1_AbCdEfGhI`';
  const known = all.map(poolLabel).join(', ');
  const mend =
    nearest !== undefined
      ? `did you mean \`${nearest}\`?`
      : `name ${known === '' ? anyOther : `${anyOther}; known are ${known}`}`;
  return { problem: `there is no user pool \`${text}\`; ${mend}` };
}

/** Whether IAM is asked about a user pool for this action of Cognito user pools, and not about `*`. */
export function takesPool(action: string): boolean {
  if (!action.toLowerCase().startsWith('cognito-idp:')) return false;
  const name = action.slice(action.indexOf(':') + 1);
  const listed = catalog.action(name);
  if (listed !== undefined) return listed.resourceTypes.length > 0;
  const from = catalog.operation(name)?.resourceFrom;
  return from !== undefined && from !== '*';
}

interface NamedPool {
  readonly id: string;
  readonly name?: string;
  readonly poolId: string;
}

/** Pools of the emulator that no source describes. */
function localOnly({
  localPools = [],
  userPools,
}: Pick<ExplainedAccount, 'userPools' | 'localPools'>): readonly NamedPool[] {
  const described = new Set(userPools.map(({ poolId }) => poolId));
  return localPools.filter(({ id }) => !described.has(id)).map(({ id, name }) => ({ id, name, poolId: id }));
}

function poolLabel({ id, name, poolId }: NamedPool): string {
  const called = name === undefined || name === id ? id : `${id} (${name})`;
  return id === poolId ? called : `${called} = ${poolId}`;
}
