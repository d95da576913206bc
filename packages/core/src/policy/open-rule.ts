import type { Conclusions, Step } from './conclusion.js';
import type { Predicate, Query } from './query.js';
import type { MatchedStatement } from './types.js';

/** What is left of a statement that covers an action and may match a resource: conditions, or nothing. */
export interface OpenRule {
  readonly reported: MatchedStatement;
  /** `true` where nothing is left to ask. */
  readonly applies: Predicate | true;
  /** The slots of the keys that are read. */
  readonly slots: readonly number[];
}

/** Whether it applies to a request. Throws what the request's context throws. */
export function appliesTo({ applies, slots }: OpenRule, query: Query): boolean {
  if (applies === true) return true;
  query.read(slots);
  return applies(query);
}

/** The step that those which apply lead to from the one before; the same where none does. */
export function collect(
  rules: readonly OpenRule[],
  query: Query,
  conclusions: Conclusions,
  before: Step,
): Step {
  let found = before;
  for (const rule of rules) if (appliesTo(rule, query)) found = conclusions.after(found, rule.reported);
  return found;
}
