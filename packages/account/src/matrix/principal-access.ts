import {
  type AuthorizationRequest,
  compilePolicies,
  evaluate,
  explain,
  type PolicySet,
} from '@cognito-iam/core';
import type { NamedPrincipal } from '../explanation/principal-by-name.js';
import { boundedLayers, type Dependence, type Extents } from './layer-bounds.js';
import { carriesTags, type MatrixAccount, settledContext } from './settled-context.js';

/**
 * What is decided whatever is not known of a request: `allowed` and `explicitDeny` in every case, `denied` in none
 * allowed (by a Deny in some, perhaps); `conditional` where it depends.
 */
export type AccessDecision = 'allowed' | 'conditional' | 'denied' | 'explicitDeny';

/** The decision about an action on a resource. */
export interface Access {
  readonly decision: AccessDecision;
  /** What a `conditional` one depends on, in the order of the alphabet; otherwise empty. */
  readonly conditionKeys: readonly string[];
  /** Whether it depends on the pool, where the resource stands for any pool. */
  readonly dependsOnPool: boolean;
  /** Whether each statement may match, in the order in which `explain` lists them. */
  readonly mayMatch: () => readonly boolean[];
}

/** Decides about an action, with its prefix, on a resource: an ARN, `*`, or the ARN of {@link anyPool}. */
export type PrincipalAccess = (action: string, resource: string) => Access;

/** What stands for any user pool of the account, of which nothing is known. */
export function anyPool({ directory, region }: Pick<MatrixAccount, 'directory' | 'region'>): string {
  return `arn:${directory.partition}:cognito-idp:${region}:${directory.account}:userpool/*`;
}

interface Bounds {
  readonly request: Omit<AuthorizationRequest, 'action'>;
  readonly of: (extents: Extents) => PolicySet;
  readonly dependences: readonly Dependence[];
}

/**
 * What a principal may do, whatever the keys that are not known: never `allowed` where a request could be denied, nor
 * denied where one could be allowed. `conditional` errs on the side of caution: conditions that exclude each other
 * are not seen as such.
 */
export function principalAccess(
  account: MatrixAccount,
  { principal, layers }: Pick<NamedPrincipal, 'principal' | 'layers'>,
): PrincipalAccess {
  const policies = boundedLayers(layers);
  const { arn, roleArn } = principal;
  const known = new Map<string, Bounds>();
  const boundsFor = (action: string, resource: string): Bounds => {
    const id = `${carriesTags(action)} ${resource}`;
    const before = known.get(id);
    if (before !== undefined) return before;
    const about = resource.endsWith(':userpool/*') ? resource.slice(0, -1) : undefined;
    const { context, isSettled } = settledContext(account, principal, action, resource, about !== undefined);
    const unsettled = { isSettled, poolPrefix: about };
    const sets = new Map<string, PolicySet>();
    const bounds: Bounds = {
      request: {
        resource: about ?? resource,
        principal: roleArn === undefined ? { arn } : { arn, roleArn },
        context,
      },
      of: (extents) => {
        const name = `${extents.Allow} ${extents.Deny}`;
        const set = sets.get(name) ?? compilePolicies(policies.bounded(extents, unsettled));
        sets.set(name, set);
        return set;
      },
      dependences: policies.dependences(unsettled),
    };
    known.set(id, bounds);
    return bounds;
  };
  return (action, resource) => access(boundsFor(action, resource), action);
}

function access({ request, of, dependences }: Bounds, action: string): Access {
  const asked = { ...request, action };
  const decide = (extents: Extents) => evaluate(of(extents), asked).decision;
  const mayMatch = (): readonly boolean[] =>
    explain(of({ Allow: 'most', Deny: 'most' }), asked).statements.map(({ matched }) => matched);
  const certain = { conditionKeys: [], dependsOnPool: false, mayMatch };
  const best = decide({ Allow: 'most', Deny: 'least' });
  if (best === 'explicitDeny') return { decision: 'explicitDeny', ...certain };
  if (best !== 'allowed') return { decision: 'denied', ...certain };
  if (decide({ Allow: 'least', Deny: 'most' }) === 'allowed') return { decision: 'allowed', ...certain };
  // Where those that are sure to match allow it, it is a Deny that it depends on.
  const allows = decide({ Allow: 'least', Deny: 'least' }) !== 'allowed';
  const matching = mayMatch();
  const concerned = dependences.filter(
    ({ effect }, index) => matching[index] === true && (allows || effect === 'Deny'),
  );
  return {
    decision: 'conditional',
    conditionKeys: distinct(concerned.flatMap(({ keys }) => keys)),
    dependsOnPool: concerned.some(({ pool }) => pool),
    mayMatch,
  };
}

/** Condition keys without those that differ in letter case only, in the order of the alphabet. */
function distinct(keys: readonly string[]): readonly string[] {
  const byKey = new Map(keys.map((key) => [key.toLowerCase(), key]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
}
