import { AccountError, fileReader, formatPlace, type Place } from '@cognito-iam/account';
import { parsePolicy } from '@cognito-iam/core';
import { type CognitoAction, isCognito, servicePrefix } from '../lint/cognito-actions.js';
import { foundPolicies } from '../lint/found-policies.js';
import {
  type FoundPolicy,
  type LintedCondition,
  type LintedStatement,
  lintedPolicy,
} from '../lint/linted-policy.js';
import { reaches } from '../lint/reaches.js';
import { statementActions } from '../lint/statement-actions.js';
import type { Terminal } from '../terminal.js';

/** What a statement of a policy stands for. */
export interface ExpandedStatement {
  readonly place: Place;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  /** What the statement allows or denies, with prefix. */
  readonly actions: readonly string[];
  /** Actions that it names, and that are never asked about its resources. */
  readonly notReached: readonly string[];
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

/**
 * The statements of every policy in a file with their actions written out, those among `wanted`. Throws an
 * `AccountError` where the file cannot be used, and a `PolicyError` where IAM would refuse a policy.
 */
export async function expandFile(
  file: string,
  wanted: readonly CognitoAction[],
  folder: string,
): Promise<readonly ExpandedStatement[]> {
  const context = { reader: fileReader(folder), folder, type: 'identity' as const };
  const { findings, policies } = await foundPolicies(file, context);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new AccountError(errors);
  return policies.flatMap((policy) => expandPolicy(policy, wanted));
}

function expandPolicy(found: FoundPolicy, wanted: readonly CognitoAction[]): readonly ExpandedStatement[] {
  const { document, name, placeOf, type } = found;
  const parsed = parsePolicy({ name, document: JSON.stringify(document ?? null) }, type);
  const policy = lintedPolicy(parsed.document, type);
  return policy.statements.map((statement) => expand(statement, wanted, policy.variables, placeOf));
}

function expand(
  statement: LintedStatement,
  wanted: readonly CognitoAction[],
  variables: boolean,
  placeOf: FoundPolicy['placeOf'],
): ExpandedStatement {
  const { action, conditions, effect, pointer, resource, sid } = statement;
  const covered = new Set(statementActions(statement));
  const actions = wanted.filter((one) => covered.has(one));
  const asked = actions.filter(({ evaluated }) => evaluated);
  const isReached = (one: CognitoAction): boolean => reaches(one, resource, variables);
  const others = action.entries.map(({ text }) => text).filter((text) => !isCognito(text));
  return {
    place: placeOf(pointer),
    ...(sid !== undefined && { sid }),
    effect,
    actions: names(asked.filter(isReached)),
    notReached: names(asked.filter((one) => !isReached(one))),
    neverEvaluated: names(actions.filter(({ evaluated }) => !evaluated)),
    otherServices: action.negated ? ['*'] : others,
    resources: resource.entries.map(({ text }) => text),
    notResources: resource.negated,
    conditions: conditions.map(conditionText),
  };
}

function names(actions: readonly CognitoAction[]): readonly string[] {
  return actions.map(({ name }) => servicePrefix + name);
}

function conditionText({ key, operator, values }: LintedCondition): string {
  return `${operator} ${key}: ${values.map(({ text }) => text).join(', ')}`;
}

/** The statements for people. */
export function expansionText(
  statements: readonly ExpandedStatement[],
  terminal: Terminal,
): readonly string[] {
  return statements.flatMap((statement, index) => [
    ...(index > 0 ? [''] : []),
    ...statementText(statement, terminal),
  ]);
}

function statementText(statement: ExpandedStatement, { colours, columns }: Terminal): readonly string[] {
  const { conditions, effect, notResources, place, resources, sid } = statement;
  const colour = effect === 'Allow' ? colours.green : colours.red;
  const count = statement.actions.length;
  const part = (title: string, actions: readonly string[]): readonly string[] =>
    actions.length === 0 ? [] : [`  ${title}`, ...wrapped(actions.map(withoutPrefix), columns)];
  return [
    `${colour(effect)}  ${formatPlace(place)}${sid === undefined ? '' : `  ${sid}`}`,
    ...(count === 0 ? ['  no action of Amazon Cognito user pools'] : []),
    ...part(`${count} ${count === 1 ? 'action' : 'actions'} of Amazon Cognito user pools`, statement.actions),
    ...part('not on these resources', statement.notReached),
    ...part('IAM is never asked about', statement.neverEvaluated),
    ...part('of other services', statement.otherServices),
    `  on ${notResources ? 'all but ' : ''}${resources.join(', ')}`,
    ...conditions.map((condition) => `  if ${condition}`),
  ];
}

function withoutPrefix(action: string): string {
  return action.startsWith(servicePrefix) ? action.slice(servicePrefix.length) : action;
}

function wrapped(words: readonly string[], columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 2 <= columns)
      lines[lines.length - 1] = `${last}, ${word}`;
    else lines.push(`    ${word}`);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line},` : line));
}
