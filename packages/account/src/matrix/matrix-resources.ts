import type { PolicyLayers } from '@cognito-iam/core';
import { policyList } from '../explanation/policy-list.js';
import { anyPool } from './principal-access.js';
import type { MatrixAccount } from './settled-context.js';

/** What actions are asked about. */
export interface MatrixResource {
  /** What people call it: `UserPool`, `us-east-1_AbCdEfGhI`, `any pool`, `*`. */
  readonly name: string;
  /** An ARN, `*`, or the ARN that stands for any pool. */
  readonly resource: string;
}

/**
 * What is known to act on: `*`, for actions without resource type; the pools that sources, tags, app clients and policies
 * name, and those of the emulator, by name; and any pool, for what is allowed on pools that nobody has named.
 */
export function matrixResources(account: MatrixAccount): readonly MatrixResource[] {
  const { directory, localPools = [], userPools, resourceTags, config } = account;
  const any = anyPool(account);
  const prefix = any.slice(0, -1);
  const holders: readonly { readonly layers: PolicyLayers }[] = [...directory.roles, ...directory.users];
  const ids = new Set([
    ...userPools.map(({ poolId }) => poolId),
    ...localPools.map(({ id }) => id),
    ...Object.keys(resourceTags),
    ...Object.values(config?.clients ?? {}),
    ...holders.flatMap(({ layers }) => poolsNamed(layers, prefix)),
  ]);
  const pools = [...ids].map((id) => ({ name: labelOf(account, id), resource: `${prefix}${id}` }));
  pools.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return [{ name: '*', resource: '*' }, ...pools, { name: 'any pool', resource: any }];
}

/** A template's own word for a pool, where only one pool has it. */
function labelOf({ userPools }: MatrixAccount, poolId: string): string {
  const pool = userPools.find((one) => one.poolId === poolId);
  if (pool === undefined) return poolId;
  return userPools.filter(({ id }) => id === pool.id).length === 1 ? pool.id : poolId;
}

function poolsNamed(layers: PolicyLayers, prefix: string): readonly string[] {
  const statements = policyList(layers, () => ({ attachment: 'none' })).flatMap(({ policy }) =>
    [policy.document.Statement].flat(),
  );
  return statements
    .flatMap(({ Resource = [], NotResource = [] }) => [Resource, NotResource].flat())
    .filter((one) => one.startsWith(prefix))
    .map((one) => one.slice(prefix.length))
    .filter((id) => /^[\w-]+_[0-9A-Za-z]+$/.test(id));
}
