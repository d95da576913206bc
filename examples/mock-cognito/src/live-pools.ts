import type { Pool } from './pools.js';

/** The user pools as they are now. */
export interface LivePools {
  /** The pools at the last {@link LivePools.refresh}. */
  readonly pools: readonly Pool[];
  /** Looks at the pools again, after whoever is looking now: the last to look is the last to be heard. */
  refresh(): Promise<void>;
}

/** Looks at the pools for the first time. `list` gives them, `changed` hears of them at every look but this. */
export async function watchPools(
  list: () => Promise<readonly Pool[]>,
  changed: (pools: readonly Pool[]) => void,
): Promise<LivePools> {
  let current = await list();
  let last: Promise<void> = Promise.resolve();
  const refresh = async (): Promise<void> => {
    const pools = await list();
    changed(pools);
    current = pools;
  };
  return {
    get pools() {
      return current;
    },
    refresh: () => {
      // Whether the one before succeeded is told to whoever asked for it.
      last = last.then(refresh, refresh);
      return last;
    },
  };
}
