import {
  type AuthorizationRequest,
  compilePolicies,
  type Explanation,
  explain,
  type PolicyDocument,
  type PolicyLayers,
  type PolicyStatement,
  type PolicyType,
  type StatementExplanation,
} from '@cognito-iam/core';
import type { Place } from '../place.js';
import type { PlacedPolicy, PolicyAttachment } from './policy-list.js';
import { statementPointer } from './statement-place.js';
import { type VariableValues, variableValues } from './variable-values.js';

/** What became of one statement, and where it is written. */
export interface ExplainedStatement extends StatementExplanation {
  readonly written: PolicyStatement;
  readonly place?: Place;
  /** Where the element is written that did not match. */
  readonly failedAt?: Place;
  /** What its policy variables stood for, where it has any that had a value. */
  readonly variables?: VariableValues;
}

/** A policy of a layer. */
export interface ExplainedPolicy {
  readonly name: string;
  readonly arn?: string;
  readonly attachment: PolicyAttachment;
  /** Place in its layer or level, from 0. */
  readonly index: number;
  readonly place?: Place;
  readonly statements: readonly ExplainedStatement[];
}

/** One layer's part in a decision; of service and resource control policies one level. */
export interface ExplainedLayer {
  readonly policyType: PolicyType;
  /** From the root; 0 for other types. */
  readonly level: number;
  readonly answer: 'allows' | 'denies' | 'doesNotAllow' | 'doesNotApply';
  /** Whether a statement allows, whatever another denies; every resource control policy has one that does. */
  readonly hasAllow: boolean;
  readonly policies: readonly ExplainedPolicy[];
}

/** Sorts the statements of an explanation into the layers, in the order in which IAM asks them. */
export function explainLayers(
  layers: PolicyLayers,
  request: AuthorizationRequest,
  policies: readonly PlacedPolicy[],
  { statements }: Explanation,
): readonly ExplainedLayer[] {
  const explained = policiesWith(statements, policies, request);
  const layer = (policyType: PolicyType, level = 0): ExplainedLayer => {
    const own = explained.filter((one) => one.policyType === policyType && one.level === level);
    const matched = own.flatMap(({ policy }) => policy.statements.filter((one) => one.matched));
    const hasAllow = policyType === 'resourceControl' || matched.some(({ effect }) => effect === 'Allow');
    const denies = matched.some(({ effect }) => effect === 'Deny');
    const answer = !applies(policyType, request)
      ? 'doesNotApply'
      : denies
        ? 'denies'
        : hasAllow
          ? 'allows'
          : 'doesNotAllow';
    return { policyType, level, answer, hasAllow, policies: own.map(({ policy }) => policy) };
  };
  return [
    ...(layers.resourceControl ?? []).map((_, level) => layer('resourceControl', level)),
    ...(layers.serviceControl ?? []).map((_, level) => layer('serviceControl', level)),
    layer('identity'),
    ...(layers.boundary === undefined ? [] : [layer('boundary')]),
    ...(layers.session === undefined ? [] : [layer('session')]),
  ];
}

const everything: PolicyDocument = {
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Principal: '*', Action: 'cognito-idp:*', Resource: '*' },
};
const everythingOfPrincipal: PolicyDocument = {
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Action: '*', Resource: '*' },
};

/** Whether policies of a type apply to the principal at all: a policy of this type is asked, so that core decides it. */
function applies(type: PolicyType, request: AuthorizationRequest): boolean {
  const document = type === 'resourceControl' ? everything : everythingOfPrincipal;
  const layers: PolicyLayers = {
    identity: type === 'identity' ? [document] : [],
    ...(type === 'boundary' && { boundary: document }),
    ...(type === 'session' && { session: [document] }),
    ...(type === 'serviceControl' && { serviceControl: [[document]] }),
    ...(type === 'resourceControl' && { resourceControl: [[document]] }),
  };
  return explain(compilePolicies(layers), request).statements.every(
    ({ mismatch }) => mismatch?.element !== 'Principal',
  );
}

/** Both lists have one order: that of the layers. */
function policiesWith(
  statements: readonly StatementExplanation[],
  policies: readonly PlacedPolicy[],
  request: AuthorizationRequest,
): readonly { readonly policyType: PolicyType; readonly level: number; readonly policy: ExplainedPolicy }[] {
  let at = 0;
  const seen = new Map<string, number>();
  return policies.map((placed) => {
    const { policyType, level, attachment, places } = placed;
    const { name, arn, document } = placed.policy;
    const written = [document.Statement].flat();
    const own = statements.slice(at, at + written.length);
    at += written.length;
    const index = seen.get(`${policyType} ${level}`) ?? 0;
    seen.set(`${policyType} ${level}`, index + 1);
    const policy = {
      name,
      ...(arn === undefined ? {} : { arn }),
      attachment,
      index,
      ...(places && { place: places('') }),
      statements: own.flatMap((one, position): ExplainedStatement[] => {
        const statement = written[position];
        if (statement === undefined) return [];
        const failed = one.mismatch?.pointer;
        const variables = one.mismatch && variableValues(one.mismatch, document.Version, request);
        return [
          {
            ...one,
            written: statement,
            ...(places && { place: places(statementPointer(placed, position)) }),
            ...(places && failed !== undefined && { failedAt: places(failed) }),
            ...(variables && Object.keys(variables).length > 0 && { variables }),
          },
        ];
      }),
    };
    return { policyType, level, policy };
  });
}
