import { formatPlace, type Place } from '@cognito-iam/account';
import { parsePolicy } from '@cognito-iam/core';
import { type CognitoAction, isCognito } from '../lint/cognito-actions.js';
import { type FoundPolicy, type LintedCondition, type LintedStatement, lintedPolicy } from '../lint/linted-policy.js';
import { statementActions } from '../lint/statement-actions.js';
import type { Terminal } from '../terminal.js';

/** What a statement of a policy stands for. */
export interface ExpandedStatement {
  readonly place: Place;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  /** Actions that AWS asks IAM about, with their prefix. */
  readonly actions: readonly string[];
  /** Actions that IAM is never asked about: the statement changes nothing for them. */
  readonly neverEvaluated: readonly string[];
  /** Entries about other services, as they are written. */
  readonly otherServices: readonly string[];
  readonly resources: readonly string[];
  /** Whether `resources` are those that the statement does not apply to. */
  readonly notResources: boolean;
  /** As text, one for each key. */
  readonly conditions: readonly string[];
}

/** The statements of a policy with their actions written out, those among `wanted`. Throws a `PolicyError` where IAM would refuse the policy. */
export function expandPolicy(found: FoundPolicy, wanted: readonly CognitoAction[]): readonly ExpandedStatement[] {
  const { document, name, placeOf, type } = found;
  const parsed = parsePolicy({ name, document: JSON.stringify(document ?? null) }, type);
  return lintedPolicy(parsed.document, type).statements.map((statement) => expand(statement, wanted, placeOf));
}

function expand(
  statement: LintedStatement,
  wanted: readonly CognitoAction[],
  placeOf: FoundPolicy['placeOf'],
): ExpandedStatement {
  const { action, conditions, effect, pointer, resource, sid } = statement;
  const covered = new Set(statementActions(statement));
  const actions = wanted.filter((one) => covered.has(one));
  const others = action.entries.map(({ text }) => text).filter((text) => !isCognito(text));
  return {
    place: placeOf(pointer),
    ...(sid !== undefined && { sid }),
    effect,
    actions: actions.filter(({ evaluated }) => evaluated).map(({ name }) => `cognito-idp:${name}`),
    neverEvaluated: actions.filter(({ evaluated }) => !evaluated).map(({ name }) => `cognito-idp:${name}`),
    otherServices: action.negated ? ['*'] : others,
    resources: resource.entries.map(({ text }) => text),
    notResources: resource.negated,
    conditions: conditions.map(conditionText),
  };
}

function conditionText({ key, operator, values }: LintedCondition): string {
  return `${operator} ${key}: ${values.map(({ text }) => text).join(', ')}`;
}

/** The statements for people. */
export function expansionText(
  statements: readonly ExpandedStatement[],
  { colours, columns }: Terminal,
): readonly string[] {
  return statements.flatMap((statement, index) => {
    const { actions, conditions, effect, neverEvaluated, notResources, otherServices, place, resources, sid } = statement;
    const colour = effect === 'Allow' ? colours.green : colours.red;
    const title = `${colour(effect)}  ${formatPlace(place)}${sid === undefined ? '' : `  ${sid}`}`;
    const names = actions.map((name) => name.replace('cognito-idp:', ''));
    return [
      ...(index > 0 ? [''] : []),
      title,
      `  ${names.length === 0 ? 'no action' : names.length === 1 ? '1 action' : `${names.length} actions`} of Amazon Cognito user pools`,
      ...wrapped(names, columns),
      ...(neverEvaluated.length === 0
        ? []
        : ['  IAM is never asked about', ...wrapped(neverEvaluated.map((name) => name.replace('cognito-idp:', '')), columns)]),
      ...(otherServices.length === 0 ? [] : ['  of other services', ...wrapped(otherServices, columns)]),
      `  on ${notResources ? 'all but ' : ''}${resources.join(', ')}`,
      ...conditions.map((condition) => `  if ${condition}`),
    ];
  });
}

function wrapped(words: readonly string[], columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 2 <= columns) lines[lines.length - 1] = `${last}, ${word}`;
    else lines.push(`    ${word}`);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line},` : line));
}
