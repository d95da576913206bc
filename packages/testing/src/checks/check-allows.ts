import type { ActionName } from '../account/asked-actions.js';
import { type QuestionOptions, requireSubject } from '../account/subject.js';
import { requireKnown, TestKitError } from '../kit-error.js';
import { failureText, operationsOf, targetOf } from './failure-text.js';
import { type Verdict, verdict } from './verdict.js';

/** Whether every one of the actions is allowed; negated, whether none is. */
export function checkAllows(
  value: unknown,
  actions: ActionName | readonly ActionName[],
  options: QuestionOptions = {},
  negated = false,
): Verdict {
  const subject = requireSubject(value);
  requireKnown(options, ['on', 'context'], 'this assertion');
  const answers = subject.answers(actions, options);
  if (answers.length === 0)
    throw new TestKitError('the list of actions is empty: such a test would prove nothing');
  const wrong = answers.filter(({ allowed }) => allowed === negated);
  return verdict(wrong.length === 0, negated, () => {
    const not = negated ? ' not' : '';
    return failureText(
      `expected ${subject.name}${not} to be allowed ${operationsOf(wrong)}${targetOf(wrong)}`,
      wrong,
    );
  });
}
