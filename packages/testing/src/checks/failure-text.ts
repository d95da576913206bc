import { reasonText } from '@cognito-iam/account';
import type { Answer } from '../account/answer.js';

const shownReasons = 10;

/**
 * What is wrong, for the report of a test: the expectation, one line for each answer that is otherwise where there are
 * several, and the whole explanation of the first.
 */
export function failureText(
  expected: string,
  wrong: readonly Answer[],
  explained: (first: Answer) => string = String,
): string {
  const [first] = wrong;
  if (first === undefined) return expected;
  const list =
    wrong.length === 1 ? [] : ['', ...wrong.slice(0, shownReasons).map(reasonLine), ...more(wrong.length)];
  return [expected, ...list, '', explained(first)].join('\n');
}

function reasonLine(answer: Answer): string {
  return `  ${operationOf(answer)}: ${answer.decision.decision}, ${reasonText(answer.explain())}`;
}

function more(count: number): readonly string[] {
  return count > shownReasons ? [`  and ${count - shownReasons} more`] : [];
}

/** `AdminGetUser`. */
export function operationOf({ request }: Answer): string {
  return request.action.replace(/^cognito-idp:/, '');
}

/** ` on us-east-1_AbCdEfGhI`, or nothing for an action without resource type. */
export function targetOf(answers: readonly Answer[]): string {
  const resource = answers.map(({ request }) => request.resource).find((one) => one !== '*');
  return resource === undefined ? '' : ` on ${resource.replace(/^arn:[^/]*:userpool\//, '')}`;
}

/** The operations of answers, by name; of many the first. */
export function operationsOf(answers: readonly Answer[]): string {
  const names = answers.slice(0, shownReasons).map(operationOf).join(', ');
  return answers.length > shownReasons ? `${names} and ${answers.length - shownReasons} more` : names;
}
