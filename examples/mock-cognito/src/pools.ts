import { poolId, poolTags } from './account.js';
import { type CallEmulator, itemsAt, memberOf, textAt } from './call-emulator.js';

/** A user pool of the emulator, with what the permission check wants to know of it. */
export interface Pool {
  readonly id: string;
  readonly clientIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Operations after which {@link listPools} may answer differently. */
export const poolOperations: ReadonlySet<string> = new Set([
  'CreateUserPool',
  'UpdateUserPool',
  'DeleteUserPool',
  'CreateUserPoolClient',
  'DeleteUserPoolClient',
]);

/** Every user pool with its app clients. The emulator answers all of them at once. */
export async function listPools(call: CallEmulator): Promise<readonly Pool[]> {
  const pools = itemsAt(await call('ListUserPools', { MaxResults: 60 }), 'UserPools');
  return Promise.all(
    pools.map(async (pool) => {
      const id = textAt(pool, 'Id');
      const clients = itemsAt(await call('ListUserPoolClients', { UserPoolId: id }), 'UserPoolClients');
      return {
        id,
        clientIds: clients.map((client) => textAt(client, 'ClientId')),
        tags: { ...(id === poolId ? poolTags : {}), ...tagsOf(pool) },
      };
    }),
  );
}

function tagsOf(pool: unknown): Record<string, string> {
  const tags = memberOf(pool, 'UserPoolTags');
  if (typeof tags !== 'object' || tags === null) return {};
  return Object.fromEntries(Object.keys(tags).map((name) => [name, textAt(tags, name)]));
}
