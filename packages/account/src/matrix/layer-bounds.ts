import type { PolicyDocument, PolicyLayers, PolicyStatement, PolicyType } from '@cognito-iam/core';
import { type PlacedPolicy, policyList, type ReadPolicy } from '../explanation/policy-list.js';
import { type OpenElements, openElements } from './open-elements.js';
import {
  boundStatement,
  dependsOnPool,
  type Extent,
  type Unsettled,
  unsettledKeys,
} from './statement-bounds.js';

/** How far statements of each effect reach. */
export type Extents = Readonly<Record<'Allow' | 'Deny', Extent>>;

/** What a statement's match depends on. */
export interface Dependence {
  readonly effect: 'Allow' | 'Deny';
  readonly policyType: PolicyType;
  readonly level: number;
  readonly keys: readonly string[];
  readonly pool: boolean;
  /** What must hold for it to match; `matches` tells which resource patterns do, in a document of this version. */
  readonly open: (matches: PatternMatcher) => OpenElements;
}

/** Whether a resource pattern of a policy document matches what is asked about. */
export type PatternMatcher = (pattern: string, version: PolicyDocument['Version']) => boolean;

/** Policies of a principal, whose bounds are made for one kind of request after the other. */
export interface BoundedLayers {
  /** The layers with every statement at its extent. Statements keep their places. */
  readonly bounded: (extents: Extents, unsettled: Unsettled) => PolicyLayers;
  /** For every statement, in the order in which `explain` lists them. */
  readonly dependences: (unsettled: Unsettled) => readonly Dependence[];
}

/** Reads the policies of the layers once; they have been compiled, so they are sound. */
export function boundedLayers(layers: PolicyLayers): BoundedLayers {
  const policies = policyList(layers, () => ({ attachment: 'none' }));
  return {
    bounded: (extents, unsettled) => {
      const of = (type: PlacedPolicy['policyType'], at = 0): readonly ReadPolicy[] =>
        policies
          .filter(({ policyType, level }) => policyType === type && level === at)
          .map(({ policy }) => boundPolicy(policy, extents, unsettled));
      const [boundary] = of('boundary');
      return {
        identity: of('identity'),
        ...(boundary && { boundary }),
        ...(layers.session && { session: of('session') }),
        ...(layers.serviceControl && {
          serviceControl: layers.serviceControl.map((_, level) => of('serviceControl', level)),
        }),
        ...(layers.resourceControl && {
          resourceControl: layers.resourceControl.map((_, level) => of('resourceControl', level)),
        }),
      };
    },
    dependences: (unsettled) =>
      policies.flatMap(({ policy, policyType, level }) => {
        const variables = hasVariables(policy);
        const version = policy.document.Version;
        return statementsOf(policy).map((statement) => ({
          effect: statement.Effect,
          policyType,
          level,
          open: (matches) =>
            openElements(statement, variables, unsettled, (pattern) => matches(pattern, version)),
          keys: unsettledKeys(statement, variables, unsettled),
          pool: dependsOnPool(statement, variables, unsettled),
        }));
      }),
  };
}

function boundPolicy(policy: ReadPolicy, extents: Extents, unsettled: Unsettled): ReadPolicy {
  const variables = hasVariables(policy);
  const Statement = statementsOf(policy).map((one) =>
    boundStatement(one, variables, extents[one.Effect], unsettled),
  );
  const document: PolicyDocument = policy.document;
  return { ...policy, document: { ...document, Statement } };
}

/** Whether `${…}` in a policy is a variable: since version 2012-10-17. */
function hasVariables({ document }: ReadPolicy): boolean {
  return document.Version === '2012-10-17';
}

function statementsOf({ document }: ReadPolicy): readonly PolicyStatement[] {
  return [document.Statement].flat();
}
