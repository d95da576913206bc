import type { Decision, MatchedStatement, PolicyEvaluationDecision, PolicyType } from './types.js';

const longestKept = 8;
const mostKept = 128;

/** A statement after those of the steps before it. A list, because mostly there is one, and a map takes as much room as all else. */
interface Step {
  readonly statement: MatchedStatement | undefined;
  decision: Decision | undefined;
  /** The first that comes after it, and the next that could stand in its place. */
  first: Step | undefined;
  readonly other: Step | undefined;
}

/**
 * The decisions of one policy set, by the statements that make them: made once and kept, so that equal answers are
 * one object. Only short and only so many combinations are kept, as there is no end to them.
 */
export class Conclusions {
  readonly #decision: 'allowed' | 'explicitDeny';
  readonly #root: Step = { statement: undefined, decision: undefined, first: undefined, other: undefined };
  #kept = 0;

  constructor(decision: 'allowed' | 'explicitDeny') {
    this.#decision = decision;
  }

  /** The decision that these statements make; of denies the first gives its type to `decidedBy`. */
  of(statements: readonly MatchedStatement[]): Decision {
    if (statements.length > longestKept) return this.#conclude(statements);
    let step = this.#root;
    for (const statement of statements) {
      let next = step.first;
      while (next !== undefined && next.statement !== statement) next = next.other;
      if (next === undefined) {
        if (this.#kept >= mostKept) return this.#conclude(statements);
        this.#kept++;
        next = { statement, decision: undefined, first: undefined, other: step.first };
        step.first = next;
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
