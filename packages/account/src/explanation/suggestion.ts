import {
  type AuthorizationRequest,
  type ConditionBlock,
  type ConditionScalar,
  compilePolicies,
  evaluate,
  type MatchedStatement,
  type PolicyLayers,
  type PolicyStatement,
  type PolicyType,
} from '@cognito-iam/core';
import type { Place } from '../place.js';
import { withChange, withStatement } from './layer-edit.js';
import type { ExplainedLayer, ExplainedPolicy, ExplainedStatement } from './layer-explanation.js';
import type { PoolReference } from './pool-reference.js';
import type { PrincipalReference } from './principal-reference.js';

/** The smallest change of one document, without which the request stays refused. */
export type Suggestion =
  | {
      /** Add `statement` to the policies of this type; of service control policies to the level. */
      readonly change: 'allow';
      readonly policyType: PolicyType;
      readonly level: number;
      readonly statement: PolicyStatement;
      /** Where a template or plan makes the pool of the statement: how it is to be named there. */
      readonly pool?: PoolReference;
      /** A document of the layer that is in a file, where there is one. */
      readonly place?: Place;
    }
  | {
      /** Give a Deny the exception that `statement` has: it denies all others as before. */
      readonly change: 'exempt';
      readonly denied: MatchedStatement;
      readonly exempted: string;
      /** Where a template or plan makes the principal: how it is to be named there. */
      readonly principal?: PrincipalReference;
      readonly statement: PolicyStatement;
      readonly place?: Place;
    }
  | {
      /** Take a Deny out: nothing is known of the principal that it could except. */
      readonly change: 'remove';
      readonly denied: MatchedStatement;
      readonly place?: Place;
    };

interface Step {
  readonly suggestion: Suggestion;
  readonly apply: (layers: PolicyLayers) => PolicyLayers;
}

/**
 * What would allow a refused request: one change for each Deny that matched, and one for each layer in which nothing
 * allows it. Together they allow it, and without any one of them it stays refused: `evaluate` was asked. Empty where no
 * policy can allow it, and where it is allowed.
 */
export function suggestChanges(
  layers: PolicyLayers,
  request: AuthorizationRequest,
  explained: readonly ExplainedLayer[],
): readonly Suggestion[] {
  const allowedWith = (steps: readonly Step[]): boolean => {
    const changed = steps.reduce((before, { apply }) => apply(before), layers);
    return evaluate(compilePolicies(changed), request).decision === 'allowed';
  };
  let steps = [...denyingSteps(request, explained), ...allowingSteps(request, explained)];
  if (allowedWith([]) || !allowedWith(steps)) return [];
  for (const step of steps) {
    const others = steps.filter((other) => other !== step);
    if (allowedWith(others)) steps = others;
  }
  return steps.map(({ suggestion }) => suggestion);
}

/** The statement that allows one action on one resource, and nothing else. */
export function smallestStatement({ action, resource }: AuthorizationRequest): PolicyStatement {
  return { Effect: 'Allow', Action: action, Resource: resource };
}

function allowingSteps(request: AuthorizationRequest, explained: readonly ExplainedLayer[]): readonly Step[] {
  return explained
    .filter(({ answer, hasAllow }) => answer !== 'doesNotApply' && !hasAllow)
    .map(({ policyType, level, policies }) => {
      const statement = smallestStatement(request);
      const place = policies.find((policy) => isOwn(policy, policyType))?.place;
      return {
        suggestion: { change: 'allow', policyType, level, statement, ...(place && { place }) },
        apply: (layers) => withStatement(layers, { policyType, level }, statement),
      };
    });
}

/** Whether a statement more in this document would go where it should, and not to a whole group, or to all who share it. */
function isOwn({ attachment, place }: ExplainedPolicy, policyType: PolicyType): boolean {
  const shared = attachment === 'group' || attachment === 'aws-managed' || attachment === 'user-managed';
  return place !== undefined && (policyType === 'boundary' ? attachment !== 'aws-managed' : !shared);
}

function denyingSteps(request: AuthorizationRequest, explained: readonly ExplainedLayer[]): readonly Step[] {
  return explained.flatMap(({ policyType, level, policies }) =>
    policies.flatMap(({ statements, index }) =>
      statements
        .filter((one) => one.matched && one.effect === 'Deny')
        // Backwards, so that what is taken out does not move what comes after.
        .reverse()
        .map((one): Step => {
          const suggestion = lifting(request, one);
          const replacement = suggestion.change === 'exempt' ? suggestion.statement : undefined;
          const at = { policyType, level, index };
          return { suggestion, apply: (layers) => withChange(layers, at, one.index, replacement) };
        }),
    ),
  );
}

const principalKey = 'aws:PrincipalArn';

function lifting({ context = {} }: AuthorizationRequest, explained: ExplainedStatement): Suggestion {
  const { place, written, denied } = {
    place: explained.place && { place: explained.place },
    written: explained.written,
    denied: reported(explained),
  };
  const key = Object.keys(context).find((one) => one.toLowerCase() === principalKey.toLowerCase());
  const arn = key === undefined ? undefined : context[key];
  if (typeof arn !== 'string' || arn === '') return { change: 'remove', denied, ...place };
  const statement = { ...written, Condition: except(written.Condition ?? {}, arn) };
  return { change: 'exempt', denied, exempted: arn, statement, ...place };
}

/** A condition that does not hold for one principal, and for all others as before. */
function except(condition: ConditionBlock, arn: string): ConditionBlock {
  const operator = 'ArnNotEquals';
  const keys = condition[operator] ?? {};
  const key =
    Object.keys(keys).find((one) => one.toLowerCase() === principalKey.toLowerCase()) ?? principalKey;
  const present = keys[key];
  const values: readonly ConditionScalar[] = present === undefined ? [] : [present].flat();
  return { ...condition, [operator]: { ...keys, [key]: values.length === 0 ? arn : [...values, arn] } };
}

function reported({
  policyType,
  policy,
  policyArn,
  index,
  sid,
  effect,
}: ExplainedStatement): MatchedStatement {
  return {
    policyType,
    policy,
    ...(policyArn === undefined ? {} : { policyArn }),
    index,
    ...(sid === undefined ? {} : { sid }),
    effect,
  };
}
