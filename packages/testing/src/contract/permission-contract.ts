import {
  type AccessConditions,
  anyPool,
  isProblem,
  type MatrixAccount,
  matrixActions,
  permissionMatrix,
  principalByName,
  principalLabels,
} from '@cognito-iam/account';
import type { Principal } from '@cognito-iam/core';
import { ownTags, withOwnValues } from './own-values.js';
import { always, type Decisions, rewrittenTerms, settledTerms, type Terms } from './terms.js';
import { writtenPools } from './written-pools.js';

/**
 * What something is done to: `*`, for actions without resource type; `pool Users`, a pool that files name; or
 * `other pools`, those in any region that nobody has named.
 */
export type ResourceClass = '*' | 'other pools' | `pool ${string}`;

/** Who may do what. What it does not have is denied. */
export interface PermissionContract {
  /** The pools that it tells apart, by name. */
  readonly pools: readonly string[];
  /** By what principals are called (`role/Support`), resource class and action without prefix. */
  readonly permissions: ReadonlyMap<string, Permissions>;
}

/** What one principal may do, by resource class and action without prefix. */
export type Permissions = ReadonlyMap<ResourceClass, ReadonlyMap<string, Terms>>;

/** What a contract says of an account stands for there. */
export interface ContractedAccount {
  readonly contract: PermissionContract;
  /** Names in the account by those of the contract: `role/SupportRole` → `role/shop-SupportRole-1A2B3C4D5E6F`. */
  readonly principals: ReadonlyMap<string, string>;
  /** `*`, ARNs of pools, and for other pools the ARN that stands for any. */
  readonly resources: ReadonlyMap<ResourceClass, string>;
  /** Conditions in the account as terms of the contract; `undefined` where they cannot hold of such a resource. */
  readonly termsOf: (
    conditions: AccessConditions,
    resource: ResourceClass,
    principal: Principal,
  ) => Terms | undefined;
}

/**
 * What the policies of an account say, for every role and user, of every action that AWS asks IAM about. It holds
 * whatever a request brings, so that the circumstances of tests have no part in it, and is the same wherever the
 * files are: principals and pools go by what these call them.
 */
export function contractOf(account: MatrixAccount): ContractedAccount {
  const matrix = permissionMatrix(account, { reach: 'anywhere' });
  const labels = principalLabels(account);
  const any = anyPool(account, 'anywhere');
  const classes = new Map(matrix.resources.map(({ name, resource }) => [name, classOf(name, resource, any)]));
  const { short } = writtenPools(account);
  const written = (
    conditions: AccessConditions,
    resource: ResourceClass,
    own: ReadonlyMap<string, string>,
  ) => {
    const terms = resource === 'other pools' ? settledTerms(conditions, otherPools) : conditions;
    const withValues = withOwnValues(own);
    return terms && rewrittenTerms(terms, (text, key) => short(withValues(text), key));
  };
  const known = new Map<string, Terms | undefined>();
  const permissions = new Map<string, Permissions>();
  for (const { principal, cells } of matrix.principals) {
    const byClass = new Map<ResourceClass, Map<string, Terms>>();
    const named = principalByName(account, principal, 0);
    const own = isProblem(named) ? new Map<string, string>() : ownTags(account, named.principal);
    const tags = JSON.stringify([...own]);
    // The matrix has the same conditions for many actions.
    const keptTerms = (conditions: AccessConditions, resource: ResourceClass): Terms | undefined => {
      const id = `${resource === 'other pools'} ${tags} ${JSON.stringify(conditions)}`;
      if (!known.has(id)) known.set(id, written(conditions, resource, own));
      return known.get(id);
    };
    for (const cell of cells) {
      const resource = classes.get(cell.resource) ?? 'other pools';
      const terms =
        cell.decision === 'allowed' ? always : cell.conditions && keptTerms(cell.conditions, resource);
      if (terms === undefined) continue;
      const byAction = byClass.get(resource) ?? new Map<string, Terms>();
      byClass.set(resource, byAction.set(cell.action, terms));
    }
    if (byClass.size > 0) permissions.set(labels.get(principal) ?? principal, byClass);
  }
  const names = matrix.resources.filter(({ resource }) => resource !== '*' && resource !== any);
  return {
    contract: { pools: names.map(({ name }) => name).sort(), permissions: sortedMap(permissions) },
    principals: new Map([...labels].map(([name, label]) => [label, name])),
    resources: new Map(
      matrix.resources.map(({ name, resource }) => [classOf(name, resource, any), resource]),
    ),
    termsOf: (conditions, resource, principal) => written(conditions, resource, ownTags(account, principal)),
  };
}

/** The actions, without prefix, that are asked about such resources. */
export function actionsOn(resource: ResourceClass): readonly string[] {
  return resource === '*' ? actionsOfNone : actionsOfPools;
}

const actionsOfNone: readonly string[] = matrixActions().flatMap(({ name, onPool }) =>
  onPool ? [] : [name],
);
const actionsOfPools: readonly string[] = matrixActions().flatMap(({ name, onPool }) =>
  onPool ? [name] : [],
);

function classOf(name: string, resource: string, any: string): ResourceClass {
  if (resource === '*') return '*';
  return resource === any ? 'other pools' : `pool ${name}`;
}

/** What is known of pools that nobody has named: a resource pattern without wildcards names a pool. */
export const otherPools: Decisions = {
  pattern: (pattern) => (/[*?]|\$\{/.test(pattern) ? undefined : false),
};

function sortedMap<T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
