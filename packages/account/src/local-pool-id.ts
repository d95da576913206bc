import type { DescribedUserPool, SourceContext } from './account-part.js';
import { letters } from './described/generated-name.js';

/**
 * The local pool that stands for a pool of a template or plan: the one that the configuration names by id or name,
 * else the only one in the emulator with its name, else an id that is made up of the region and the id, always the
 * same, so that what the file says of the pool still holds together. `path` are the ids of the nested stacks around it:
 * in each of them there may be a pool of this id, and `pools` may name it `Auth/UserPool`.
 */
export function localPoolId(
  { region, pools = {}, localPools = [] }: SourceContext,
  id: string,
  name: string | undefined,
  path: readonly string[] = [],
): Pick<DescribedUserPool, 'poolId' | 'madeUp'> {
  const mapped = new Map(Object.entries(pools));
  const whole = [...path, id].join('/');
  const configured =
    mapped.get(whole) ?? mapped.get(id) ?? (name === undefined ? undefined : mapped.get(name));
  if (configured !== undefined) return { poolId: configured, madeUp: false };
  const [one, ...others] = localPools.filter((pool) => pool.name === name);
  if (one !== undefined && others.length === 0) return { poolId: one.id, madeUp: false };
  // An id of a user pool has at most 55 characters: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html
  const readable = whole.replace(/[^0-9A-Za-z]/g, '') || 'UserPool';
  // Without the strokes, or cut, paths may look alike.
  const suffix = path.length === 0 ? '' : letters(whole, 6, '0123456789');
  return {
    poolId: `${region}_${readable.slice(-(54 - region.length - suffix.length))}${suffix}`,
    madeUp: true,
  };
}
