import type { Decision, MatchedStatement, PolicyEvaluationDecision, PolicyType } from './types.js';

const kept = 256;

/**
 * A decision on the way: the statements found so far, in order. The next statement leads on to another
 * conclusion, made once and kept, so that deciding allocates nothing and equal answers are one object.
 */
export class Conclusion {
  readonly decision: Decision;
  readonly #next: Map<MatchedStatement, Conclusion> = new Map();
  readonly #budget: { left: number };

  constructor(decision: Decision, budget: { left: number } = { left: kept }) {
    this.decision = decision;
    this.#budget = budget;
  }

  /** This conclusion with one more statement. The first Deny gives its type to `decidedBy`. */
  and(statement: MatchedStatement): Conclusion {
    const known = this.#next.get(statement);
    if (known !== undefined) return known;
    const { decision, decidedBy, matchedStatements } = this.decision;
    const first = matchedStatements.length === 0 && statement.effect === 'Deny';
    const type = first ? statement.policyType : decidedBy;
    const next = new Conclusion(toDecision(decision, type, [...matchedStatements, statement]), this.#budget);
    // The combinations of many statements are endless, so only so many are kept.
    if (this.#budget.left > 0) {
      this.#budget.left--;
      this.#next.set(statement, next);
    }
    return next;
  }
}

/** A decision that nobody can change. */
export function toDecision(
  decision: PolicyEvaluationDecision,
  decidedBy: PolicyType,
  matchedStatements: readonly MatchedStatement[],
): Decision {
  return Object.freeze({ decision, decidedBy, matchedStatements: Object.freeze(matchedStatements) });
}
