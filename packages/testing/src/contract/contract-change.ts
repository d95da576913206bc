import type { PermissionContract, ResourceClass } from './permission-contract.js';
import { type Decisions, settledTerms, type Terms } from './terms.js';
import { allowsBeyond } from './terms-formula.js';

/** A permission that differs between a contract and an account; of a conditional one both may be so. */
export interface TermsChange {
  readonly principal: string;
  readonly resource: ResourceClass;
  /** Without prefix. */
  readonly action: string;
  /** By the contract; `undefined` where it is denied. */
  readonly before: Terms | undefined;
  /** By the policies. */
  readonly after: Terms | undefined;
  /** Whether something may be allowed now that the contract does not allow. */
  readonly widened: boolean;
  /** Whether something is not allowed any more that the contract allows. */
  readonly narrowed: boolean;
}

/** What is known of a pool that one of the two has and the other not, in requests of a principal; `undefined` where nothing is. */
export type PoolDecisions = (resource: ResourceClass, principal: string) => Decisions | undefined;

/** Every permission that differs, by principal, resource and action. */
export function changesOf(
  before: PermissionContract,
  after: PermissionContract,
  decisionsAbout: PoolDecisions,
): readonly TermsChange[] {
  const principals = union([...before.permissions.keys()], [...after.permissions.keys()]);
  const classes: readonly ResourceClass[] = [
    '*',
    ...union(before.pools, after.pools).map((pool) => `pool ${pool}` as const),
    'other pools',
  ];
  const difference = differences();
  return principals.flatMap((principal) =>
    classes.flatMap((resource) => {
      const [was, is] = [before, after].map((one) => permissionsOn(one, principal, resource, decisionsAbout));
      return union([...(was?.keys() ?? [])], [...(is?.keys() ?? [])]).flatMap((action) => {
        const terms = { before: was?.get(action), after: is?.get(action) };
        const change = difference(terms.before, terms.after);
        return change === undefined ? [] : [{ principal, resource, action, ...terms, ...change }];
      });
    }),
  );
}

type Difference = Pick<TermsChange, 'widened' | 'narrowed'>;

/** Compares terms, the same two only once. */
function differences(): (before: Terms | undefined, after: Terms | undefined) => Difference | undefined {
  const known = new Map<string, Difference>();
  return (before, after) => {
    const [was, is] = [JSON.stringify(before), JSON.stringify(after)];
    if (was === is) return undefined;
    const id = `${was} ${is}`;
    const found = known.get(id) ?? {
      widened: allowsBeyond(after, before),
      narrowed: allowsBeyond(before, after),
    };
    known.set(id, found);
    return found.widened || found.narrowed ? found : undefined;
  };
}

/** What a principal may do; on a pool that a contract does not know, as on any other pool. */
function permissionsOn(
  { pools, permissions }: PermissionContract,
  principal: string,
  resource: ResourceClass,
  decisionsAbout: PoolDecisions,
): ReadonlyMap<string, Terms> {
  const own = permissions.get(principal);
  if (resource === '*' || resource === 'other pools' || pools.some((pool) => resource === `pool ${pool}`)) {
    return own?.get(resource) ?? new Map();
  }
  const others = own?.get('other pools') ?? new Map<string, Terms>();
  const decisions = decisionsAbout(resource, principal);
  if (decisions === undefined) return others;
  return new Map(
    [...others].flatMap(([action, terms]) => {
      const left = settledTerms(terms, decisions);
      return left === undefined ? [] : [[action, left] as const];
    }),
  );
}

function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])].sort();
}
