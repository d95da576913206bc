import type { PolicyLayers } from '@cognito-iam/core';
import { policyList } from '../explanation/policy-list.js';
import { anyPool, type Reach } from './pool-class.js';
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
 * name, and those of the emulator, by name; and any pool of the account's region, for what is allowed on pools that nobody
 * has named; `anywhere` of every region. Pools in other regions are those that policies name.
 */
export function matrixResources(account: MatrixAccount, reach: Reach = 'here'): readonly MatrixResource[] {
  const { directory, localPools = [], userPools, resourceTags, config } = account;
  const prefix = anyPool(account).slice(0, -1);
  const holders: readonly { readonly layers: PolicyLayers }[] = [...directory.roles, ...directory.users];
  const ids = new Set([
    ...userPools.map(({ poolId }) => poolId),
    ...localPools.map(({ id }) => id),
    ...Object.keys(resourceTags),
    ...Object.values(config?.clients ?? {}),
    ...holders.flatMap(({ layers }) => poolsNamed(layers, prefix)),
  ]);
  const elsewhere = new Map(holders.flatMap(({ layers }) => poolsElsewhere(layers, account)));
  for (const id of ids) elsewhere.delete(id);
  const pools = [
    ...[...ids].map((id) => ({ name: labelOf(account, id), resource: `${prefix}${id}` })),
    ...[...elsewhere].map(([name, resource]) => ({ name, resource })),
  ];
  pools.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return [{ name: '*', resource: '*' }, ...pools, { name: 'any pool', resource: anyPool(account, reach) }];
}

/** A template's own word for a pool, where only one pool has it. */
function labelOf({ userPools }: MatrixAccount, poolId: string): string {
  const pool = userPools.find((one) => one.poolId === poolId);
  if (pool === undefined) return poolId;
  return userPools.filter(({ id }) => id === pool.id).length === 1 ? pool.id : poolId;
}

function poolsNamed(layers: PolicyLayers, prefix: string): readonly string[] {
  return patternsIn(layers)
    .filter((one) => one.startsWith(prefix))
    .map((one) => one.slice(prefix.length))
    .filter((id) => /^[\w-]+_[0-9A-Za-z]+$/.test(id));
}

/** ARNs of the pools in other regions of the account that policies name, by id: that begins with the region. */
function poolsElsewhere(
  layers: PolicyLayers,
  { directory }: Pick<MatrixAccount, 'directory'>,
): readonly (readonly [string, string])[] {
  return patternsIn(layers).flatMap((one) => {
    const [, partition, region, owner, id] =
      /^arn:([\w-]+):cognito-idp:([a-z0-9-]+):(\d+):userpool\/([\w-]+_[0-9A-Za-z]+)$/.exec(one) ?? [];
    const isOurs = partition === directory.partition && owner === directory.account;
    return isOurs && id?.startsWith(`${region}_`) === true ? [[id, one] as const] : [];
  });
}

function patternsIn(layers: PolicyLayers): readonly string[] {
  return policyList(layers, () => ({ attachment: 'none' }))
    .flatMap(({ policy }) => [policy.document.Statement].flat())
    .flatMap(({ Resource = [], NotResource = [] }) => [Resource, NotResource].flat());
}
