import { type AccessConditions, isEmpty, type OpenElements, withoutRedundant } from '@cognito-iam/account';

/** On what a permission depends, as {@link AccessConditions}; on nothing, where both lists are empty. */
export type Terms = AccessConditions;

/** The terms of what is allowed whatever is not known. */
export const always: Terms = { oneOfEach: [], unless: [] };

/** Whether the permission depends on nothing. */
export function isAlways({ oneOfEach, unless }: Terms): boolean {
  return oneOfEach.length === 0 && unless.length === 0;
}

/** What is known of the pools that terms are about; `undefined` is what stays open. */
export interface Decisions {
  /** Whether a resource pattern matches. */
  readonly pattern: (pattern: string) => boolean | undefined;
  /** Whether a condition is met. */
  readonly condition?: (operator: string, key: string, values: readonly string[]) => boolean | undefined;
}

/** The terms that are left where something of them is decided; `undefined` where nothing can be allowed any more. */
export function settledTerms(terms: Terms, decisions: Decisions): Terms | undefined {
  const settledList = (list: readonly OpenElements[]): readonly OpenElements[] =>
    withoutRedundant(list.flatMap((one) => settled(one, decisions) ?? []));
  const oneOfEach = terms.oneOfEach.map(settledList).filter((list) => !list.some(isEmpty));
  const unless = settledList(terms.unless);
  const isNever = oneOfEach.some((list) => list.length === 0) || unless.some(isEmpty);
  return isNever ? undefined : { oneOfEach, unless };
}

/** What is left of open elements; `undefined` where they cannot hold. */
function settled(
  { Condition, Resource, NotResource }: OpenElements,
  { pattern: decide, condition }: Decisions,
): OpenElements | undefined {
  const resources = Resource?.map(decide);
  const open = Resource?.filter((_, index) => resources?.[index] === undefined) ?? [];
  const matches = resources === undefined || resources.includes(true);
  if (!matches && open.length === 0) return undefined;
  if (NotResource?.some((pattern) => decide(pattern) === true) === true) return undefined;
  const others = NotResource?.filter((pattern) => decide(pattern) === undefined) ?? [];
  const conditions = Object.entries(Condition ?? {}).flatMap(([operator, block]) =>
    Object.entries(block).map(
      ([key, values]) => [operator, key, values, condition?.(operator, key, values)] as const,
    ),
  );
  if (conditions.some(([, , , isMet]) => isMet === false)) return undefined;
  const left: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, key, values, isMet] of conditions) {
    if (isMet === undefined) left[operator] = { ...left[operator], [key]: values };
  }
  return {
    ...(Object.keys(left).length > 0 && { Condition: left }),
    ...(!matches && { Resource: open }),
    ...(others.length > 0 && { NotResource: others }),
  };
}

/** The terms with every pattern, and every value of a condition by its key in lower case, written otherwise. */
export function rewrittenTerms(
  { oneOfEach, unless }: Terms,
  rewrite: (text: string, key?: string) => string,
): Terms {
  const texts = (list: readonly string[], key?: string): readonly string[] =>
    list.map((text) => rewrite(text, key)).sort();
  const elements = ({ Condition, Resource, NotResource }: OpenElements): OpenElements => ({
    ...(Condition && {
      Condition: mapped(Condition, (block) =>
        mapped(block, (values, key) => texts(values, key.toLowerCase())),
      ),
    }),
    ...(Resource && { Resource: texts(Resource) }),
    ...(NotResource && { NotResource: texts(NotResource) }),
  });
  const all = (list: readonly OpenElements[]): readonly OpenElements[] =>
    withoutRedundant(list.map(elements));
  return { oneOfEach: oneOfEach.map(all), unless: all(unless) };
}

/** The record with other values. */
export function mapped<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

/** In words: `allowed`, `denied`, `allowed if Bool aws:MultiFactorAuthPresent true`. */
export function termsText(terms: Terms | undefined): string {
  if (terms === undefined) return 'denied';
  const { oneOfEach, unless } = terms;
  const lists = oneOfEach.map((list) => {
    const text = list.map(elementsText).join(' or ');
    return oneOfEach.length > 1 && list.length > 1 ? `(${text})` : text;
  });
  return [
    'allowed',
    ...(lists.length > 0 ? [`if ${lists.join(' and ')}`] : []),
    ...(unless.length > 0 ? [`unless ${unless.map(elementsText).join(' or ')}`] : []),
  ].join(' ');
}

function elementsText({ Condition = {}, Resource, NotResource }: OpenElements): string {
  const list = (values: readonly string[]): string =>
    values.length === 1 && values[0] !== '' ? String(values[0]) : `[${values.join(', ')}]`;
  return [
    ...Object.entries(Condition).flatMap(([operator, block]) =>
      Object.entries(block).map(([key, values]) => `${operator} ${key} ${list(values)}`),
    ),
    ...(Resource === undefined ? [] : [`Resource ${list(Resource)}`]),
    ...(NotResource === undefined ? [] : [`NotResource ${list(NotResource)}`]),
  ].join(' and ');
}
