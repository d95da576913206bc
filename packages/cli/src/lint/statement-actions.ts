import { actionsOf, type CognitoAction, cognitoActions, isCognito } from './cognito-actions.js';
import type { LintedStatement } from './linted-policy.js';

/** The actions of this service that a statement covers, whether it names them or all others. */
export function statementActions({ action }: LintedStatement): readonly CognitoAction[] {
  const named = new Set(action.entries.flatMap(({ text }) => actionsOf(text)));
  return action.negated ? [...cognitoActions().values()].filter((one) => !named.has(one)) : [...named];
}

/** Whether a statement is about actions of this service and of no other. */
export function isOnlyCognito({ action }: LintedStatement): boolean {
  return !action.negated && action.entries.length > 0 && action.entries.every(({ text }) => isCognito(text));
}

/** Names for a message: the first few, and how many more. */
export function listed(names: readonly string[], most = 4): string {
  const told = names.slice(0, names.length > most + 1 ? most : names.length).map((name) => `\`${name}\``);
  const rest = names.length - told.length;
  if (rest > 0) return `${told.join(', ')} and ${rest} more`;
  const last = told.pop() ?? '';
  return told.length === 0 ? last : `${told.join(', ')} and ${last}`;
}
