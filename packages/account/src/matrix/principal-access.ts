import {
  type AuthorizationRequest,
  carriesKey,
  compilePolicies,
  evaluate,
  explain,
  type PolicySet,
} from '@cognito-iam/core';
import type { NamedPrincipal } from '../explanation/principal-by-name.js';
import { type AccessConditions, accessConditions, type MatchingStatement } from './access-conditions.js';
import { boundedLayers, type Dependence, type Extents, type PatternMatcher } from './layer-bounds.js';
import { poolClassOf, type Reach } from './pool-class.js';
import { type MatrixAccount, settledContext } from './settled-context.js';

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
  /** The statements that may match, each with what must hold for it to match. */
  readonly matching: () => readonly MatchingStatement[];
  /** What must hold for it to be allowed; `undefined` unless `conditional`. */
  readonly conditions: () => AccessConditions | undefined;
}

/** Decides about an action, with its prefix, on a resource: an ARN, `*`, or what {@link anyPool} gives. */
export type PrincipalAccess = (action: string, resource: string) => Access;

interface Bounds {
  readonly request: Omit<AuthorizationRequest, 'action'>;
  readonly of: (extents: Extents) => PolicySet;
  readonly dependences: readonly Dependence[];
  readonly matches: PatternMatcher;
  /** By the statements that may match: most actions are concerned by the same. */
  readonly conditions: Map<string, AccessConditions>;
}

/**
 * What a principal may do, whatever the keys that are not known: never `allowed` where a request could be denied, nor
 * denied where one could be allowed. `conditional` errs on the side of caution: conditions that exclude each other
 * are not seen as such. Requests about a known pool go to its region.
 */
export function principalAccess(
  account: MatrixAccount,
  { principal, layers }: Pick<NamedPrincipal, 'principal' | 'layers'>,
  reach: Reach = 'here',
): PrincipalAccess {
  const policies = boundedLayers(layers);
  const { arn, roleArn } = principal;
  const known = new Map<string, Bounds>();
  const boundsFor = (action: string, resource: string): Bounds => {
    const tags = ['aws:RequestTag/', 'aws:TagKeys'].map((key) => carriesKey(action, key));
    const id = [...tags, resource].join(' ');
    const before = known.get(id);
    if (before !== undefined) return before;
    const pools = poolClassOf(resource);
    const { context, isSettled } = settledContext(account, principal, action, resource, {
      pool: pools !== undefined,
      region: pools?.anyRegion ?? (resource === '*' && reach === 'anywhere'),
      tags: reach === 'anywhere',
    });
    const unsettled = { isSettled, pools };
    const sets = new Map<string, PolicySet>();
    const request = {
      resource: pools?.sample ?? resource,
      principal: roleArn === undefined ? { arn } : { arn, roleArn },
      context,
    };
    const bounds: Bounds = {
      request,
      of: (extents) => {
        const name = `${extents.Allow} ${extents.Deny}`;
        const set = sets.get(name) ?? compilePolicies(policies.bounded(extents, unsettled));
        sets.set(name, set);
        return set;
      },
      dependences: policies.dependences(unsettled),
      matches: patternMatcher(request),
      conditions: new Map(),
    };
    known.set(id, bounds);
    return bounds;
  };
  return (action, resource) => access(boundsFor(action, resource), action);
}

/** Asks the engine, once about each pattern. */
function patternMatcher(request: Bounds['request']): PatternMatcher {
  const known = new Map<string, boolean>();
  return (pattern, version) => {
    const id = `${version} ${pattern}`;
    const before = known.get(id);
    if (before !== undefined) return before;
    const document = {
      ...(version !== undefined && { Version: version }),
      Statement: { Effect: 'Allow', Action: '*', Resource: pattern },
    } as const;
    const asked = { ...request, action: 'cognito-idp:DescribeUserPool' };
    const matched = evaluate(compilePolicies([document]), asked).decision === 'allowed';
    known.set(id, matched);
    return matched;
  };
}

function access(bounds: Bounds, action: string): Access {
  const { request, of, dependences, matches } = bounds;
  const asked = { ...request, action };
  const decide = (extents: Extents) => evaluate(of(extents), asked).decision;
  let explained: readonly boolean[] | undefined;
  const mayMatch = (): readonly boolean[] => {
    explained ??= explain(of({ Allow: 'most', Deny: 'most' }), asked).statements.map((one) => one.matched);
    return explained;
  };
  const matching = (): readonly MatchingStatement[] => {
    const may = mayMatch();
    return dependences.flatMap(({ effect, policyType, level, open }, position) =>
      may[position] === true ? [{ position, effect, policyType, level, open: open(matches) }] : [],
    );
  };
  const certain = {
    conditionKeys: [],
    dependsOnPool: false,
    mayMatch,
    matching,
    conditions: () => undefined,
  };
  const best = decide({ Allow: 'most', Deny: 'least' });
  if (best === 'explicitDeny') return { decision: 'explicitDeny', ...certain };
  if (best !== 'allowed') return { decision: 'denied', ...certain };
  if (decide({ Allow: 'least', Deny: 'most' }) === 'allowed') return { decision: 'allowed', ...certain };
  // Where those that are sure to match allow it, it is a Deny that it depends on.
  const allows = decide({ Allow: 'least', Deny: 'least' }) !== 'allowed';
  const may = mayMatch();
  const concerned = dependences.filter(
    ({ effect }, index) => may[index] === true && (allows || effect === 'Deny'),
  );
  return {
    decision: 'conditional',
    conditionKeys: distinct(concerned.flatMap(({ keys }) => keys)),
    dependsOnPool: concerned.some(({ pool }) => pool),
    mayMatch,
    matching,
    conditions: () => {
      const which = may.map(Number).join('');
      const before = bounds.conditions.get(which);
      const found = before ?? accessConditions(matching());
      bounds.conditions.set(which, found);
      return found;
    },
  };
}

/** Condition keys without those that differ in letter case only, in the order of the alphabet. */
function distinct(keys: readonly string[]): readonly string[] {
  const byKey = new Map(keys.map((key) => [key.toLowerCase(), key]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
}
