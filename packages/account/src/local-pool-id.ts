import type { DescribedUserPool, SourceContext } from './account-part.js';

/**
 * The local pool that stands for a pool of a template or plan: the one that the configuration names by id or name,
 * else the only one in the emulator with its name, else an id that is made up of the region and the id, always the
 * same, so that what the file says of the pool still holds together.
 */
export function localPoolId(
  { region, pools = {}, localPools = [] }: SourceContext,
  id: string,
  name: string | undefined,
): Pick<DescribedUserPool, 'poolId' | 'madeUp'> {
  const mapped = new Map(Object.entries(pools));
  const configured = mapped.get(id) ?? (name === undefined ? undefined : mapped.get(name));
  if (configured !== undefined) return { poolId: configured, madeUp: false };
  const [one, ...others] = localPools.filter((pool) => pool.name === name);
  if (one !== undefined && others.length === 0) return { poolId: one.id, madeUp: false };
  // An id of a user pool has at most 55 characters: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html
  const letters = id.replace(/[^0-9A-Za-z]/g, '') || 'UserPool';
  return { poolId: `${region}_${letters.slice(-(54 - region.length))}`, madeUp: true };
}
