import { readContext } from './context.js';
import { evaluate, limits } from './evaluate.js';
import { ConditionKeys, type KeyValue, type Query } from './keys.js';
import { findMismatches, type Mismatch } from './mismatch.js';
import { findNearestMiss, type NearestMiss } from './nearest-miss.js';
import type { PolicySet } from './policy-set.js';
import { isForeign, type Standing, standingOf } from './standing.js';
import type { Statement } from './statement.js';
import type { AuthorizationRequest, Decision, MatchedStatement } from './types.js';

/** What became of one statement. */
export interface StatementExplanation extends MatchedStatement {
  /** JSON Pointer to the statement in its document. */
  readonly pointer: string;
  /** Level of a service or resource control policy, from the root. */
  readonly level?: number;
  readonly matched: boolean;
  /** The first element that did not match, where the statement did not. */
  readonly mismatch?: Mismatch;
}

/** Why no policy could have allowed the request, whatever it says. */
export type Limitation =
  | 'principalWithoutPolicies'
  | 'resourceOfAnotherAccount'
  | 'federatedUserWithoutSessionPolicy';

/** A decision, and how every statement came to it. */
export interface Explanation extends Decision {
  /** Every statement of every layer, in the order of the layers. */
  readonly statements: readonly StatementExplanation[];
  /** For an implicit deny: the statement that would have allowed had one thing been different. */
  readonly nearestMiss?: NearestMiss;
  /** Keys that statements about this action ask for and the request does not have, as the policies spell them. */
  readonly missingContextValues: readonly string[];
  readonly limitation?: Limitation;
}

/**
 * Decides as `evaluate` does, and tells for every statement whether it matched, or the first element that did
 * not: the value asked and the entries it met. Total; slower than `evaluate`, and meant for people.
 */
export function explain(policies: PolicySet, request: AuthorizationRequest): Explanation {
  const decision = evaluate(policies, request);
  const { statements, constants } = policies.policies;
  const keys = new ConditionKeys(constants);
  // The elements are compiled first, so that every key has its slot before the context is read.
  const examinations = statements.map((statement) => ({ statement, find: findMismatches(statement, keys) }));
  const resource = String(request.resource);
  const query: Query = { resource, values: readContext(keys, request.context) };
  const action = String(request.action);
  const standing = standingOf(request.principal);
  const examined = examinations.map(({ statement, find }) => {
    const exempt = !limits(statement.reported.policyType, standing);
    const own: Mismatch[] = exempt
      ? [{ element: 'Principal', pointer: statement.pointer, asked: request.principal?.arn, entries: [] }]
      : [];
    return { statement, mismatches: [...own, ...find(action, query)] };
  });
  const nearestMiss =
    decision.decision === 'implicitDeny'
      ? findNearestMiss(policies.policies, standing, decision, examined)
      : undefined;
  const limitation = limitationOf(policies, standing, request);
  return {
    ...decision,
    statements: examined.map(({ statement, mismatches }) => toExplanation(statement, mismatches[0])),
    ...(nearestMiss === undefined || limitation !== undefined ? {} : { nearestMiss }),
    missingContextValues: missingValues(policies, action, request),
    ...(limitation === undefined || decision.decision !== 'implicitDeny' ? {} : { limitation }),
  };
}

function toExplanation(statement: Statement, mismatch: Mismatch | undefined): StatementExplanation {
  const { reported, pointer, level } = statement;
  const leveled = reported.policyType === 'serviceControl' || reported.policyType === 'resourceControl';
  return {
    ...reported,
    pointer,
    ...(leveled ? { level } : {}),
    matched: mismatch === undefined,
    ...(mismatch === undefined ? {} : { mismatch }),
  };
}

function missingValues(
  policies: PolicySet,
  action: string,
  request: AuthorizationRequest,
): readonly string[] {
  const { keys } = policies.plan(action);
  const values: readonly KeyValue[] = readContext(keys, request.context);
  return keys.missing(values);
}

function limitationOf(
  policies: PolicySet,
  standing: Standing,
  request: AuthorizationRequest,
): Limitation | undefined {
  if (!standing.known) return 'principalWithoutPolicies';
  if (isForeign(String(request.resource), standing.account)) return 'resourceOfAnotherAccount';
  return standing.needsSession && !policies.policies.hasSession
    ? 'federatedUserWithoutSessionPolicy'
    : undefined;
}
