import {
  type AuthorizationRequest,
  catalog,
  compilePolicies,
  type Explanation,
  explain,
  type NearestMiss,
  type PolicyLayers,
} from '@cognito-iam/core';
import type { Place } from '../place.js';
import { type ContextChange, findContextChange } from './context-change.js';
import { type ExplainedLayer, type ExplainedStatement, explainLayers } from './layer-explanation.js';
import { type PlacedPolicy, type PolicyFinder, policyList } from './policy-list.js';
import { type Suggestion, suggestChanges } from './suggestion.js';

/** A question to IAM, with the policies that answer it. */
export interface AccessQuestion {
  readonly request: AuthorizationRequest;
  readonly layers: PolicyLayers;
  /** Every policy of the layers with its place; without it, decisions are told without places. */
  readonly policies?: readonly PlacedPolicy[];
}

/** A decision, with all that a person needs to understand and to change it. Data: it can be written as JSON. */
export interface AccessExplanation extends Omit<Explanation, 'statements' | 'nearestMiss'> {
  readonly request: AuthorizationRequest;
  /** In the order in which IAM asks them. */
  readonly layers: readonly ExplainedLayer[];
  readonly nearestMiss?: NearestMiss & Pick<ExplainedStatement, 'variables'> & { readonly place?: Place };
  /** Together they allow the request; empty where it is allowed, or nothing can allow it. */
  readonly suggestions: readonly Suggestion[];
  /** What of the request would have to differ, where one key would do and policies stay as they are. */
  readonly contextChange?: ContextChange;
  /** Why the decision does not matter: AWS does not ask IAM about this operation. */
  readonly notAsked?: string;
}

const unplaced: PolicyFinder = () => ({ attachment: 'none' });

/** Decides as `evaluate` does, and tells how it came about and what would allow it. Pure and total. */
export function explainAccess({ request, layers, policies }: AccessQuestion): AccessExplanation {
  const explanation = explain(compilePolicies(layers), request);
  const { statements: _, nearestMiss, ...rest } = explanation;
  const explained = explainLayers(layers, request, policies ?? policyList(layers, unplaced), explanation);
  const denied = rest.decision !== 'allowed' && rest.limitation === undefined;
  const contextChange = denied ? findContextChange(layers, request, explanation, explained) : undefined;
  const notAsked = reasonNotAsked(request.action);
  return {
    ...rest,
    request,
    layers: explained,
    ...(nearestMiss && { nearestMiss: placed(nearestMiss, explained) }),
    suggestions: denied ? suggestChanges(layers, request, explained) : [],
    ...(contextChange && { contextChange }),
    ...(notAsked === undefined ? {} : { notAsked }),
  };
}

function placed(
  nearestMiss: NearestMiss,
  explained: readonly ExplainedLayer[],
): NonNullable<AccessExplanation['nearestMiss']> {
  const { statement, mismatch } = nearestMiss;
  const found = explained
    .flatMap(({ policies }) => policies.flatMap(({ statements }) => statements))
    .find(
      (one) =>
        one.policyType === statement.policyType &&
        one.policy === statement.policy &&
        one.policyArn === statement.policyArn &&
        one.index === statement.index &&
        one.mismatch?.pointer === mismatch.pointer,
    );
  return {
    ...nearestMiss,
    ...(found?.failedAt && { place: found.failedAt }),
    ...(found?.variables && { variables: found.variables }),
  };
}

function reasonNotAsked(action: string): string | undefined {
  const [service = '', name = ''] = action.split(':');
  if (service.toLowerCase() !== 'cognito-idp') return undefined;
  const authorization = catalog.operation(name)?.authorization;
  if (authorization === undefined || authorization === 'iam') return undefined;
  if (authorization === 'public') {
    return `AWS does not ask IAM about ${name}: whoever knows a client id may call it`;
  }
  const by = authorization === 'clientSecret' ? 'the client secret' : 'the token or session';
  return `AWS does not ask IAM about ${name}: it goes by ${by} in the request`;
}
