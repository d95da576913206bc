import type { DescribedUserPool, LocalUserPool } from './account-part.js';
import type { Finding } from './finding.js';

/** What is to say of pools that no pool of the emulator stands for: what is decided of them holds for none that there is. */
export function madeUpPools(
  userPools: readonly DescribedUserPool[],
  localPools: readonly LocalUserPool[],
): readonly Finding[] {
  return userPools
    .filter(({ madeUp }) => madeUp)
    .map(({ id, name, place, poolId }) => {
      const called = localPools.filter((pool) => pool.name === name).map((pool) => pool.id);
      const few = called.length === 0 ? 'no user pool' : `more than one user pool (${called.join(', ')})`;
      const named = name === undefined ? '' : ` called \`${name}\``;
      const why =
        name === undefined ? 'it has no name that can be told' : `there is ${few}${named} in the emulator`;
      const create =
        name === undefined || called.length > 0 ? '' : `create one${named}, which becomes it, or `;
      const mend = `${create}say which pool it is: \`pools: { ${id}: <id> }\` beside its \`file\` in the configuration`;
      const message = `the id of the user pool \`${id}\`, \`${poolId}\`, is made up: ${why}`;
      return { severity: 'warning', code: 'made-up-pool', message, mend, place };
    });
}
