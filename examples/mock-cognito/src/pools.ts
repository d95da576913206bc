import { poolId, poolTags } from './account.js';
import { type ApiAnswer, errorAnswer } from './api-answer.js';
import { type CallEmulator, itemsAt, textAt } from './call-emulator.js';
import { type TagProblem, type Tags, usableTags } from './pool-tags.js';

/** A user pool of the emulator, with what the permission check wants to know of it. */
export interface Pool {
  readonly id: string;
  readonly clientIds: readonly string[];
  readonly tags: Tags;
}

/** Operations after which {@link listPools} may answer differently. */
export const poolOperations: ReadonlySet<string> = new Set([
  'CreateUserPool',
  'UpdateUserPool',
  'DeleteUserPool',
  'CreateUserPoolClient',
  'DeleteUserPoolClient',
]);

/**
 * Every user pool with its app clients. The emulator answers all of them at once. Tags that cannot be used are left
 * out, and `write` gets a line for each.
 */
export async function listPools(
  call: CallEmulator,
  problemOf: TagProblem,
  write: (line: string) => void,
): Promise<readonly Pool[]> {
  const pools = itemsAt(await call('ListUserPools', { MaxResults: 60 }), 'UserPools');
  return Promise.all(
    pools.map(async (pool) => {
      const id = textAt(pool, 'Id');
      const clients = itemsAt(await call('ListUserPoolClients', { UserPoolId: id }), 'UserPoolClients');
      const tags = usableTags(pool, problemOf, (name) =>
        write(`fault: the tag ${JSON.stringify(name)} of the user pool ${id} cannot be used and is left out`),
      );
      return {
        id,
        clientIds: clients.map((client) => textAt(client, 'ClientId')),
        tags: tags ?? (id === poolId ? poolTags : {}),
      };
    }),
  );
}

/**
 * The refusal of a request whose app client is not of the user pool that it names, and was decided on: the emulator
 * goes by the client alone.
 */
export function strangeClient(members: unknown, pools: readonly Pool[]): ApiAnswer | undefined {
  const id = textAt(members, 'UserPoolId');
  const client = textAt(members, 'ClientId');
  // Settings of all clients of a pool go by the name ALL.
  if (id === '' || client === '' || client === 'ALL') return undefined;
  const pool = pools.find((candidate) => candidate.id === id);
  if (pool === undefined) {
    return errorAnswer('ResourceNotFoundException', `User pool ${id} does not exist.`);
  }
  return pool.clientIds.includes(client)
    ? undefined
    : errorAnswer('ResourceNotFoundException', `User pool client ${client} does not exist.`);
}
