import type { Decision, MatchedStatement, PolicyEvaluationDecision, PolicyType } from './types.js';

const longestKept = 8;
const mostKept = 256;

interface Step {
  decision: Decision | undefined;
  next: Map<MatchedStatement, Step> | undefined;
}

/**
 * The decisions of one plan, by the statements that make them: made once and kept, so that equal answers are
 * one object. Only short and only so many combinations are kept, as there is no end to them.
 */
export class Conclusions {
  readonly #decision: 'allowed' | 'explicitDeny';
  readonly #first: Step = { decision: undefined, next: undefined };
  #kept = 0;

  constructor(decision: 'allowed' | 'explicitDeny') {
    this.#decision = decision;
  }

  /** The decision that these statements make; of denies the first gives its type to `decidedBy`. */
  of(statements: readonly MatchedStatement[]): Decision {
    if (statements.length > longestKept) return this.#conclude(statements);
    let step = this.#first;
    for (const statement of statements) {
      let next = step.next?.get(statement);
      if (next === undefined) {
        if (this.#kept >= mostKept) return this.#conclude(statements);
        this.#kept++;
        next = { decision: undefined, next: undefined };
        step.next ??= new Map();
        step.next.set(statement, next);
      }
      step = next;
    }
    step.decision ??= this.#conclude(statements);
    return step.decision;
  }

  #conclude(statements: readonly MatchedStatement[]): Decision {
    const denied = this.#decision === 'explicitDeny' ? statements[0] : undefined;
    return toDecision(this.#decision, denied?.policyType ?? 'identity', [...statements]);
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
