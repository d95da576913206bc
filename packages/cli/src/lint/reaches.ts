import type { CognitoAction } from './cognito-actions.js';
import { mayName } from './cognito-resources.js';
import type { LintedElement } from './linted-policy.js';

/** Whether a resource element may match a resource that an action is asked about: `false` is always right. */
export function reaches(
  { resourceTypes }: CognitoAction,
  { entries, negated }: LintedElement,
  variables: boolean,
): boolean {
  const texts = entries.map(({ text }) => text);
  if (negated) return !texts.includes('*');
  if (resourceTypes.length === 0) return texts.includes('*');
  return texts.some((text) => resourceTypes.some((type) => mayName(text, type, variables)));
}
