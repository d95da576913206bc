import { type ActionName, askedActions, everyAction } from '../account/asked-actions.js';
import { type QuestionOptions, requireSubject } from '../account/subject.js';
import { requireKnown } from '../kit-error.js';
import { failureText, operationsOf, targetOf } from './failure-text.js';
import { type Verdict, verdict } from './verdict.js';

/** Whether of all actions of Cognito user pools exactly these are allowed; none, for an empty list. */
export function checkAllowsOnly(
  value: unknown,
  actions: ActionName | readonly ActionName[],
  options: QuestionOptions = {},
  negated = false,
): Verdict {
  const subject = requireSubject(value);
  requireKnown(options, ['on', 'context'], 'this assertion');
  const listed = new Set(askedActions(actions));
  const answers = subject.answers(everyAction, options);
  const beyond = answers.filter(({ allowed, request }) => allowed && !listed.has(request.action));
  const lacking = answers.filter(({ allowed, request }) => !allowed && listed.has(request.action));
  const wrong = [...beyond, ...lacking];
  return verdict((wrong.length === 0) !== negated, negated, () => {
    const who = `expected ${subject.name}${negated ? ' not' : ''} to be allowed only ${listed.size} of ${answers.length} actions${targetOf(answers)}`;
    const parts = [
      ...(beyond.length > 0 ? [`allowed beyond them: ${operationsOf(beyond)}`] : []),
      ...(lacking.length > 0 ? [`not allowed: ${operationsOf(lacking)}`] : []),
    ];
    return failureText([who, ...parts].join('; '), wrong);
  });
}
