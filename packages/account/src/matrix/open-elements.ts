import type { PolicyStatement } from '@cognito-iam/core';
import { conditionKeys, isCertain, listOf, type Unsettled, widest } from './statement-bounds.js';

/**
 * What of a statement is not the same for all requests that are asked about together, in the words of policies. All of
 * it must hold for the statement to match; lists are in the order of the alphabet.
 */
export interface OpenElements {
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
}

/**
 * The open elements of a statement that may match. `matches` tells of a resource pattern without unsettled variables
 * whether it matches what is asked about. `variables` says whether the document has policy variables; where it has
 * none, `${` is written as IAM escapes it, so that nobody takes it for one.
 */
export function openElements(
  statement: PolicyStatement,
  variables: boolean,
  unsettled: Unsettled,
  matches: (pattern: string) => boolean,
): OpenElements {
  const { Resource, NotResource } = statement;
  const text = (value: string): string => (variables ? value : value.replaceAll('${', '${$}{'));
  const mayMatch = (list: readonly string[]): readonly string[] =>
    sorted(list.filter((one) => matches(widest(one, variables, unsettled))).map(text));
  const isSure = (one: string): boolean => isCertain(one, variables, unsettled) && matches(one);
  const Condition = openConditions(statement, variables, unsettled, text);
  const resources = listOf(Resource);
  const others = Resource === undefined ? mayMatch(listOf(NotResource)) : [];
  return {
    ...(Condition !== undefined && { Condition }),
    ...(resources.length > 0 && !resources.some(isSure) && { Resource: mayMatch(resources) }),
    ...(others.length > 0 && { NotResource: others }),
  };
}

function openConditions(
  { Condition = {} }: PolicyStatement,
  variables: boolean,
  { isSettled }: Unsettled,
  text: (value: string) => string,
): OpenElements['Condition'] {
  const operators = Object.entries(Condition).flatMap(([operator, block]) => {
    const open = Object.entries(block)
      .filter(([key, values]) =>
        conditionKeys(key, values, variables).some((one) => !isSettled(one.toLowerCase())),
      )
      .map(([key, values]) => [key, sorted([values].flat().map((value) => text(String(value))))] as const);
    return open.length === 0 ? [] : [[operator, recordOf(open)] as const];
  });
  return operators.length === 0 ? undefined : recordOf(operators);
}

function recordOf<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
