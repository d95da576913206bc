import type { Authorizer } from '@cognito-iam/core';
import type { Pool } from './pools.js';

/** The user pools as they are now, and the permission check for their tokens. */
export interface LivePools {
  /** The pools at the last {@link LivePools.refresh}. */
  readonly pools: readonly Pool[];
  /** The permission check that goes by these pools. */
  readonly authorizer: Authorizer;
  /** Looks at the pools again, after whoever is looking now: the last to look is the last to be heard. */
  refresh(): Promise<void>;
}

/** Looks at the pools for the first time: `list` gives them, `authorizerFor` makes the permission check. */
export async function watchPools(
  list: () => Promise<readonly Pool[]>,
  authorizerFor: (pools: readonly Pool[]) => Authorizer,
): Promise<LivePools> {
  const look = async (): Promise<Pick<LivePools, 'pools' | 'authorizer'>> => {
    const pools = await list();
    return { pools, authorizer: authorizerFor(pools) };
  };
  let current = await look();
  let last: Promise<void> = Promise.resolve();
  const refresh = async (): Promise<void> => {
    current = await look();
  };
  return {
    get pools() {
      return current.pools;
    },
    get authorizer() {
      return current.authorizer;
    },
    refresh: () => {
      // Whether the one before succeeded is told to whoever asked for it.
      last = last.then(refresh, refresh);
      return last;
    },
  };
}
