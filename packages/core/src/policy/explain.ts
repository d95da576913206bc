import { evaluate } from './evaluate.js';
import { ConditionKeys } from './keys.js';
import { foldCase } from './letter-case.js';
import { findMismatches, type Mismatch } from './mismatch.js';
import { findNearestMiss, type NearestMiss } from './nearest-miss.js';
import type { PolicySet } from './policy-set.js';
import { Query } from './query.js';
import { isForeign, type Standing, standingOf } from './standing.js';
import { coversAction, type Statement } from './statement.js';
import { keysOf } from './statement-keys.js';
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
  const asked = readable(request);
  const action = foldCase(asked.action);
  const keys = new ConditionKeys(constants);
  const finders = new Map(statements.map((statement) => [statement, findMismatches(statement, keys)]));
  const read = keysOf(statements.filter((statement) => coversAction(statement, action)));
  const slots = read.map((name) => keys.slot(name));
  const query = new Query(asked.resource, keys, asked.context).readAll();
  const standing = standingOf(asked.principal);
  const examined = [...finders].map(([statement, find]) => {
    const mismatches = find(asked.action, query);
    const { pointer, policyType } = statement;
    if (standing[policyType]) return { statement, mismatches };
    const exempt: Mismatch = { element: 'Principal', pointer, asked: asked.principal?.arn, entries: [] };
    return { statement, mismatches: [exempt, ...mismatches] };
  });
  const byStatement = new Map(examined.map((one) => [one.statement, one.mismatches[0]]));
  const limitation = limitationOf(policies, standing, asked.resource);
  const implicit = decision.decision === 'implicitDeny';
  const nearestMiss =
    implicit && limitation === undefined
      ? findNearestMiss(policies.policies, standing, decision, examined)
      : undefined;
  return {
    ...decision,
    statements: statements.map((statement) => toExplanation(statement, byStatement.get(statement))),
    ...(nearestMiss === undefined ? {} : { nearestMiss }),
    missingContextValues: read.filter((_, index) => query.values[slots[index] ?? -1] === undefined),
    ...(limitation === undefined || !implicit ? {} : { limitation }),
  };
}

/** What can be read of a request: `evaluate` denies one that is not whole, and here it matches little. */
function readable(request: AuthorizationRequest): AuthorizationRequest {
  try {
    const { action, resource, principal, context } = request;
    return {
      action: typeof action === 'string' ? action : '',
      resource: typeof resource === 'string' ? resource : '',
      ...(principal === undefined || principal === null ? {} : { principal: { ...principal } }),
      ...(context === undefined || context === null ? {} : { context: { ...context } }),
    };
  } catch {
    return { action: '', resource: '' };
  }
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

/** What keeps every policy from allowing, if anything does. */
export function limitationOf(
  policies: PolicySet,
  standing: Standing,
  resource: string,
): Limitation | undefined {
  if (!standing.known) return 'principalWithoutPolicies';
  if (isForeign(resource, standing)) return 'resourceOfAnotherAccount';
  return standing.needsSession && !policies.policies.hasSession
    ? 'federatedUserWithoutSessionPolicy'
    : undefined;
}
