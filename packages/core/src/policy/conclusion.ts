import type { Decision, MatchedStatement, PolicyEvaluationDecision, PolicyType } from './types.js';

const longestKept = 8;
const mostKept = 128;

/**
 * Statements that make a decision, in order: one after those of the steps before it. Steps that come after one are a list,
 * because mostly there is one, and a map takes as much room as all else.
 */
export interface Step {
  /** None where it is the first step of all. */
  readonly statement: MatchedStatement | undefined;
  readonly before: Step | undefined;
  /** How many statements there are with it. */
  readonly length: number;
  decision: Decision | undefined;
  /** The first that comes after it, and the next that could stand in its place. */
  first: Step | undefined;
  readonly other: Step | undefined;
}

/**
 * The decisions of one policy set, by the statements that make them: made once and kept, so that equal answers are
 * one object, and statements are found one after the other without making a list. Only short and only so many
 * combinations are kept, as there is no end to them.
 */
export class Conclusions {
  /** As long as no statement was found. */
  readonly start: Step;
  readonly #decision: 'allowed' | 'explicitDeny';
  #kept = 0;

  constructor(decision: 'allowed' | 'explicitDeny') {
    this.#decision = decision;
    this.start = toStep(undefined, undefined, undefined);
  }

  /** The step to a statement that was found after others. */
  after(step: Step, statement: MatchedStatement): Step {
    let next = step.first;
    while (next !== undefined && next.statement !== statement) next = next.other;
    return next ?? this.#add(step, statement);
  }

  /** The decision that the statements up to a step make; of denies the first gives its type to `decidedBy`. */
  of(step: Step): Decision {
    step.decision ??= this.#conclude(step);
    return step.decision;
  }

  #add(before: Step, statement: MatchedStatement): Step {
    const step = toStep(statement, before, before.first);
    if (step.length <= longestKept && this.#kept < mostKept) {
      this.#kept++;
      before.first = step;
    }
    return step;
  }

  #conclude(last: Step): Decision {
    const statements: MatchedStatement[] = [];
    for (let step: Step | undefined = last; step?.statement !== undefined; step = step.before) {
      statements.push(step.statement);
    }
    statements.reverse();
    const denied = this.#decision === 'explicitDeny' ? statements[0] : undefined;
    return toDecision(this.#decision, denied?.policyType ?? 'identity', statements);
  }
}

function toStep(
  statement: MatchedStatement | undefined,
  before: Step | undefined,
  other: Step | undefined,
): Step {
  const length = before === undefined ? 0 : before.length + 1;
  return { statement, before, length, decision: undefined, first: undefined, other };
}

/** A decision that nobody can change. */
export function toDecision(
  decision: PolicyEvaluationDecision,
  decidedBy: PolicyType,
  matchedStatements: readonly MatchedStatement[],
): Decision {
  return Object.freeze({ decision, decidedBy, matchedStatements: Object.freeze(matchedStatements) });
}
