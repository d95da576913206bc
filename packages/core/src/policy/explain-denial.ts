import { type Explanation, limitationOf } from './explain.js';
import { foldCase } from './letter-case.js';
import { type Examined, findNearestMiss } from './nearest-miss.js';
import type { PolicySet } from './policy-set.js';
import { Query } from './query.js';
import { type Standing, standingOf } from './standing.js';
import type { AuthorizationRequest, Decision } from './types.js';

/** What can be told of a denial in a line: an {@link Explanation} without its statements. */
export type DenialExplanation = Omit<Explanation, 'statements'>;

/**
 * Why a request was denied, told from the decision of these policies as `explain` tells it, but without asking every
 * statement: what it costs does not grow with statements about other actions.
 *
 * The statements that allow the action are examined, compiled once. Only where none of them is a near miss are others: of
 * each layer the 32 whose actions are written most like the one asked, where `explain` examines all. So in place of a near
 * miss that 32 likelier ones hide it tells of none. The same request is told the same, whatever was asked before.
 */
export function explainDenial(
  policies: PolicySet,
  request: AuthorizationRequest,
  decision: Decision,
): DenialExplanation {
  // The statements that denied say it all.
  if (decision.decision !== 'implicitDeny') return { ...decision, missingContextValues: [] };
  const { examiner } = policies;
  const standing = standingOf(request.principal);
  const { covering, alike, keys, slots } = examiner.concerning(foldCase(request.action));
  const limitation = limitationOf(policies, standing, request.resource);
  const near = limitation === undefined;
  const examined = near ? examine(policies, covering, request, standing) : [];
  const find = (all: readonly Examined[]) => findNearestMiss(policies.policies, standing, decision, all);
  const nearestMiss = near
    ? (find(examined) ?? find([...examined, ...examine(policies, alike, request, standing)]))
    : undefined;
  const { values } = new Query(request.resource, examiner.keys, request.context).readAll();
  return {
    ...decision,
    ...(nearestMiss === undefined ? {} : { nearestMiss }),
    missingContextValues: keys.filter((_, index) => values[slots[index] ?? -1] === undefined),
    ...(limitation === undefined ? {} : { limitation }),
  };
}

/** Examines the statements at some places as far as a near miss goes: one with two mismatches is none. */
function examine(
  { examiner, policies: { statements } }: PolicySet,
  places: readonly number[],
  { action, resource, context }: AuthorizationRequest,
  standing: Standing,
): readonly Examined[] {
  const found = places.flatMap((place) => {
    const statement = statements[place];
    // Policies of a type that does not apply to the principal refuse nothing.
    if (statement === undefined || !standing[statement.policyType]) return [];
    return [{ statement, finder: examiner.finder(place, statement) }];
  });
  // Once all are compiled every key has its slot.
  const { keys } = examiner;
  const query = new Query(resource, keys, context).readAll();
  return found.map(({ statement, finder }) => ({ statement, mismatches: finder(action, query, 2) }));
}
