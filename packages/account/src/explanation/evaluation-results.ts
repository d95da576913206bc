import type { PolicyEvaluationDecision } from '@cognito-iam/core';
import type { Place } from '../place.js';
import type { AccessExplanation } from './explain-access.js';
import type { PolicyAttachment } from './policy-list.js';
import type { Position } from './statement-end.js';

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html

/** A row and a column of a policy's file, from 1. */
export interface SimulatedPosition {
  readonly Line: number;
  readonly Column: number;
}

/** A statement that determined a result. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Statement.html */
export interface SimulatedStatement {
  readonly SourcePolicyId: string;
  readonly SourcePolicyType: PolicyAttachment;
  readonly StartPosition?: SimulatedPosition;
  readonly EndPosition?: SimulatedPosition;
}

/** The result for one resource. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResourceSpecificResult.html */
export interface ResourceSpecificResult {
  readonly EvalResourceName: string;
  readonly EvalResourceDecision: PolicyEvaluationDecision;
  readonly MatchedStatements: readonly SimulatedStatement[];
  readonly MissingContextValues: readonly string[];
  readonly PermissionsBoundaryDecisionDetail?: { readonly AllowedByPermissionsBoundary: boolean };
}

/** The result for one action. https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html */
export interface EvaluationResult {
  readonly EvalActionName: string;
  /** Absent where there are several resources: they have results of their own. */
  readonly EvalResourceName?: string;
  readonly EvalDecision: PolicyEvaluationDecision;
  readonly MatchedStatements: readonly SimulatedStatement[];
  readonly MissingContextValues: readonly string[];
  readonly OrganizationsDecisionDetail?: { readonly AllowedByOrganizations: boolean };
  readonly PermissionsBoundaryDecisionDetail?: { readonly AllowedByPermissionsBoundary: boolean };
  /** Empty: it is for requests across accounts. Absent for the resource `*`. */
  readonly EvalDecisionDetails?: Readonly<Record<string, PolicyEvaluationDecision>>;
  readonly ResourceSpecificResults?: readonly ResourceSpecificResult[];
}

/** Gives the end of the value that begins at a place. */
export type EndOf = (place: Place) => Position | undefined;

/**
 * Decisions in the shape of `SimulateCustomPolicy`'s `EvaluationResults`: one result for each action, the strictest of
 * those of its resources, each of which has a result of its own.
 */
export function evaluationResults(
  explanations: readonly AccessExplanation[],
  endOf: EndOf,
): readonly EvaluationResult[] {
  const byAction = new Map<string, AccessExplanation[]>();
  for (const one of explanations) {
    byAction.set(one.request.action, [...(byAction.get(one.request.action) ?? []), one]);
  }
  return [...byAction].map(([action, ofAction]) => resultOf(action, ofAction, endOf));
}

const strictest: readonly PolicyEvaluationDecision[] = ['explicitDeny', 'implicitDeny', 'allowed'];

function resultOf(
  action: string,
  explanations: readonly AccessExplanation[],
  endOf: EndOf,
): EvaluationResult {
  const decision =
    strictest.find((one) => explanations.some((each) => each.decision === one)) ?? 'implicitDeny';
  const decided = explanations.filter((one) => one.decision === decision);
  const [only, ...others] = explanations.map(({ request }) => request.resource);
  const arns = explanations.filter(({ request }) => request.resource !== '*');
  return {
    EvalActionName: action,
    ...(only !== undefined && others.length === 0 ? { EvalResourceName: only } : {}),
    EvalDecision: decision,
    MatchedStatements: distinct(decided.flatMap((one) => matchedStatements(one, endOf))),
    MissingContextValues: [...new Set(explanations.flatMap((one) => one.missingContextValues))],
    ...organizationsDetail(explanations),
    ...boundaryDetail(explanations),
    ...(arns.length === 0
      ? {}
      : {
          EvalDecisionDetails: {},
          ResourceSpecificResults: arns.map((one) => ({
            EvalResourceName: one.request.resource,
            EvalResourceDecision: one.decision,
            MatchedStatements: matchedStatements(one, endOf),
            MissingContextValues: one.missingContextValues,
            ...boundaryDetail([one]),
          })),
        }),
  };
}

/** Every Deny that matched, else every Allow; none of an implicit deny. */
function matchedStatements(
  { layers, decision }: AccessExplanation,
  endOf: EndOf,
): readonly SimulatedStatement[] {
  if (decision === 'implicitDeny') return [];
  const effect = decision === 'allowed' ? 'Allow' : 'Deny';
  return layers.flatMap(({ policies }) =>
    policies.flatMap(({ name, attachment, statements }) =>
      statements
        .filter((one) => one.matched && one.effect === effect)
        .map(({ place }) => {
          const end = place && endOf(place);
          return {
            SourcePolicyId: name,
            SourcePolicyType: attachment,
            ...(place && { StartPosition: { Line: place.line, Column: place.column } }),
            ...(end && { EndPosition: { Line: end.line, Column: end.column } }),
          };
        }),
    ),
  );
}

function distinct(statements: readonly SimulatedStatement[]): readonly SimulatedStatement[] {
  return [...new Map(statements.map((one) => [JSON.stringify(one), one])).values()];
}

function allowedBy(
  explanations: readonly AccessExplanation[],
  types: readonly string[],
): boolean | undefined {
  const layers = explanations.flatMap((one) =>
    one.layers.filter(({ policyType }) => types.includes(policyType)),
  );
  if (layers.length === 0) return undefined;
  return layers.every(({ answer }) => answer === 'allows' || answer === 'doesNotApply');
}

function organizationsDetail(
  explanations: readonly AccessExplanation[],
): Pick<EvaluationResult, 'OrganizationsDecisionDetail'> {
  const allowed = allowedBy(explanations, ['serviceControl', 'resourceControl']);
  return allowed === undefined ? {} : { OrganizationsDecisionDetail: { AllowedByOrganizations: allowed } };
}

function boundaryDetail(
  explanations: readonly AccessExplanation[],
): Pick<EvaluationResult, 'PermissionsBoundaryDecisionDetail'> {
  const allowed = allowedBy(explanations, ['boundary']);
  return allowed === undefined
    ? {}
    : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: allowed } };
}
