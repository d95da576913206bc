import type { ActionName } from '../account/asked-actions.js';
import { type QuestionOptions, requireSubject } from '../account/subject.js';
import { requireKnown, TestKitError } from '../kit-error.js';
import { type DenialReason, refuses } from './denial-reason.js';
import { failureText, operationsOf, targetOf } from './failure-text.js';
import { type Verdict, verdict } from './verdict.js';

/** What is asked about a refusal. */
export interface DenialOptions extends QuestionOptions {
  /** The reason that the refusal must have; any, if left out. */
  readonly because?: DenialReason;
}

/** Whether every one of the actions is refused, for the reason given; negated, whether none is. */
export function checkDenies(
  value: unknown,
  actions: ActionName | readonly ActionName[],
  options: DenialOptions = {},
  negated = false,
): Verdict {
  const subject = requireSubject(value);
  requireKnown(options, ['on', 'context', 'because'], 'this assertion');
  const { because, ...question } = options;
  const answers = subject.answers(actions, question);
  if (answers.length === 0)
    throw new TestKitError('the list of actions is empty: such a test would prove nothing');
  const wrong = answers.filter(({ decision }) => refuses(decision, because) === negated);
  return verdict(wrong.length === 0, negated, () => {
    const not = negated ? ' not' : '';
    const reason = because === undefined ? '' : ` (because: ${because})`;
    const [first] = wrong;
    const instead =
      first === undefined || first.allowed || because === undefined || negated
        ? ''
        : `; it is refused otherwise: ${first.decision.decision}, ${first.decision.decidedBy}`;
    return failureText(
      `expected ${subject.name}${not} to be refused ${operationsOf(wrong)}${targetOf(wrong)}${reason}${instead}`,
      wrong,
      (answer) => (instead === '' ? answer.toString() : answer.reasons(because === 'explicit')),
    );
  });
}
