import type { PolicyStatement } from '@cognito-iam/core';
import type { PoolClass } from './pool-class.js';

/** What is not known of the requests that are asked about together. */
export interface Unsettled {
  /** Whether a condition key, in lower case, has the same value in all of them, or is missing in all. */
  readonly isSettled: (key: string) => boolean;
  /** The pools that they are about, where these are many; otherwise they are about one resource. */
  readonly pools: PoolClass | undefined;
}

/** Of all requests: as many as a statement may match, or as few as it is sure to match. */
export type Extent = 'most' | 'least';

/**
 * A statement that matches whatever `statement` matches with any values of the unsettled keys (`most`), or only what it
 * matches with all of them (`least`), and that reads none of these keys. `variables` says whether its document has
 * policy variables. About a class of pools it is to be asked with the sample of the class as the resource.
 */
export function boundStatement(
  statement: PolicyStatement,
  variables: boolean,
  extent: Extent,
  unsettled: Unsettled,
): PolicyStatement {
  const { Resource, NotResource, Condition, ...rest } = statement;
  if (extent === 'least' && unsettledKeysOfConditions(statement, variables, unsettled).length > 0) {
    return nothing(statement);
  }
  const wide = (list: readonly string[]): readonly string[] =>
    list.map((one) => widest(one, variables, unsettled));
  const narrow = (list: readonly string[]): readonly string[] =>
    list.filter((one) => isCertain(one, variables, unsettled));
  const resources = listOf(Resource);
  const others = listOf(NotResource);
  const kept = settledConditions(statement, variables, unsettled);
  const condition = kept === undefined ? {} : { Condition: kept };
  if (Resource === undefined && NotResource === undefined) return { ...rest, ...condition };
  if (Resource !== undefined) {
    const bounded = extent === 'most' ? wide(resources) : narrow(resources);
    return bounded.length === 0 ? nothing(statement) : { ...rest, Resource: bounded, ...condition };
  }
  // What matches where nothing in a list does matches most where the list matches least.
  const bounded = extent === 'most' ? narrow(others) : wide(others);
  return bounded.length === 0
    ? { ...rest, Resource: '*', ...condition }
    : { ...rest, NotResource: bounded, ...condition };
}

/** The unsettled keys that a statement reads, as it spells them, in its order. */
export function unsettledKeys(
  statement: PolicyStatement,
  variables: boolean,
  unsettled: Unsettled,
): readonly string[] {
  const patterns = [...listOf(statement.Resource), ...listOf(statement.NotResource)];
  const inResources = variables ? patterns.flatMap(variableKeys) : [];
  return [
    ...unsettledKeysOfConditions(statement, variables, unsettled),
    ...inResources.filter((key) => !unsettled.isSettled(key.toLowerCase())),
  ];
}

/** Whether it depends on the pool if a statement matches, for requests about any pool. */
export function dependsOnPool(statement: PolicyStatement, variables: boolean, unsettled: Unsettled): boolean {
  const { pools } = unsettled;
  if (pools === undefined) return false;
  const patterns = [...listOf(statement.Resource), ...listOf(statement.NotResource)];
  return patterns.some((pattern) => !pools.isUniform(pattern, variables) && pools.meets(pattern, variables));
}

/** Matches nothing: there must be a statement, so that those after it keep their places. */
function nothing({ Sid, Principal }: PolicyStatement): PolicyStatement {
  return {
    ...(Sid !== undefined && { Sid }),
    Effect: 'Deny',
    ...(Principal !== undefined && { Principal }),
    Action: 'none:None',
    Resource: '*',
  };
}

/** A pattern that matches no less than this one. IAM must take it: an ARN that is cut off may not be one any more. */
export function widest(pattern: string, variables: boolean, { isSettled, pools }: Unsettled): string {
  if (pools !== undefined) return pools.meets(pattern, variables) ? `${pools.sample}*` : pattern;
  const unsettled = variables ? firstUnsettledVariable(pattern, isSettled) : undefined;
  if (unsettled === undefined) return pattern;
  const head = pattern.slice(0, unsettled);
  if (head.split(':').length < 6) return '*';
  const wide = pattern.replace(wholeVariable, (written, key: string) =>
    isKey(key.trim()) && !isSettled(key.trim().toLowerCase()) ? '*' : written,
  );
  return firstUnsettledVariable(wide, isSettled) === undefined ? wide : `${head}*`;
}

/** Whether it is known what a pattern matches; of many pools: whether it matches all of them where it matches the sample. */
export function isCertain(pattern: string, variables: boolean, { isSettled, pools }: Unsettled): boolean {
  if (pools !== undefined) return pools.isTelling(pattern, variables);
  return !variables || firstUnsettledVariable(pattern, isSettled) === undefined;
}

function settledConditions(
  { Condition = {} }: PolicyStatement,
  variables: boolean,
  { isSettled }: Unsettled,
): PolicyStatement['Condition'] {
  const operators = Object.entries(Condition).flatMap(([operator, block]) => {
    const kept = Object.entries(block).filter(([key, values]) =>
      conditionKeys(key, values, variables).every((one) => isSettled(one.toLowerCase())),
    );
    return kept.length === 0 ? [] : [[operator, Object.fromEntries(kept)] as const];
  });
  return operators.length === 0 ? undefined : Object.fromEntries(operators);
}

function unsettledKeysOfConditions(
  { Condition = {} }: PolicyStatement,
  variables: boolean,
  { isSettled }: Unsettled,
): readonly string[] {
  return Object.values(Condition)
    .flatMap((block) =>
      Object.entries(block).flatMap(([key, values]) => conditionKeys(key, values, variables)),
    )
    .filter((key) => !isSettled(key.toLowerCase()));
}

/** The keys that an entry of a condition reads: its own, and those of variables in its values. */
export function conditionKeys(key: string, values: unknown, variables: boolean): readonly string[] {
  const texts = [values].flat().filter((value) => typeof value === 'string');
  return [key, ...(variables ? texts.flatMap(variableKeys) : [])];
}

/** Keys of the policy variables in a text; `${*}`, `${?}` and `${$}` are no variables. */
function variableKeys(text: string): readonly string[] {
  return [...text.matchAll(variable)].map(([, key = '']) => key.trim()).filter(isKey);
}

function firstUnsettledVariable(text: string, isSettled: Unsettled['isSettled']): number | undefined {
  for (const { index, 1: key = '' } of text.matchAll(variable)) {
    if (isKey(key.trim()) && !isSettled(key.trim().toLowerCase())) return index;
  }
  return undefined;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
const variable = /\$\{([^,}${]*)/g;

/** With its fallback, and the brace that ends it. */
const wholeVariable = /\$\{([^,}${']*)(?:, *'[^']*' *)?\}/g;

function isKey(text: string): boolean {
  return text !== '' && text !== '*' && text !== '?';
}

/** An element that may be one value or several, as a list; empty where there is none. */
export function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}
