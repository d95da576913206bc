import { type DocumentPlaces, pointerOf } from '@cognito-iam/account';
import {
  type PolicyDocument,
  type PolicyStatement,
  type PolicyType,
  unresolvedAction,
} from '@cognito-iam/core';

/** A policy document that was found somewhere. */
export interface FoundPolicy {
  /** What messages call it. */
  readonly name: string;
  readonly type: PolicyType;
  /** As it is written: nothing is known of it yet. */
  readonly document: unknown;
  readonly placeOf: DocumentPlaces;
}

/** A policy that IAM would take, with every element in one shape. */
export interface LintedPolicy {
  readonly type: PolicyType;
  /** Whether its version has policy variables. */
  readonly variables: boolean;
  readonly version: string | undefined;
  readonly statements: readonly LintedStatement[];
}

/** A statement of a {@link LintedPolicy}. */
export interface LintedStatement {
  /** JSON Pointer of the statement. */
  readonly pointer: string;
  /** Absent where there is none, or an empty one. */
  readonly sid?: string;
  /** How messages speak of it: its Sid, or its number. */
  readonly title: string;
  readonly effect: 'Allow' | 'Deny';
  readonly action: LintedElement;
  readonly resource: LintedElement;
  readonly conditions: readonly LintedCondition[];
  /** Condition operators without keys, each with its pointer. */
  readonly emptyOperators: readonly string[];
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface LintedElement {
  readonly negated: boolean;
  readonly entries: readonly LintedEntry[];
}

/** One entry of an element. */
export interface LintedEntry {
  readonly text: string;
  readonly pointer: string;
}

/** One key of one operator. */
export interface LintedCondition {
  readonly pointer: string;
  /** As the policy writes it: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  /** Without set prefix and suffix: `StringLike`. */
  readonly base: string;
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
  /** As the policy writes it. */
  readonly key: string;
  readonly values: readonly LintedEntry[];
}

/** Whether an operator holds where none of its values fits. */
export function isNegated({ base }: Pick<LintedCondition, 'base'>): boolean {
  return base.includes('Not');
}

/** Takes a document apart that IAM takes. */
export function lintedPolicy({ Version, Statement }: PolicyDocument, type: PolicyType): LintedPolicy {
  const listed = isList(Statement);
  const statements = (listed ? Statement : [Statement]).map((statement, index) =>
    lintedStatement(statement, listed ? `/Statement/${index}` : '/Statement', index),
  );
  return { type, version: Version, variables: Version === '2012-10-17', statements };
}

function isList<Item>(value: Item | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value);
}

function lintedStatement(statement: PolicyStatement, pointer: string, index: number): LintedStatement {
  const { Sid, Effect, Condition = {} } = statement;
  const operators = Object.entries(Condition);
  return {
    pointer,
    ...(Sid && { sid: Sid }),
    title: Sid ? `\`${Sid}\`` : `statement ${index + 1}`,
    effect: Effect,
    action: lintedElement(statement, 'Action', pointer),
    resource: lintedElement(statement, 'Resource', pointer),
    conditions: operators.flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]): LintedCondition => {
        const at = pointer + pointerOf('Condition', operator, key);
        return { pointer: at, key, ...operatorParts(operator), values: lintedEntries(values, at) };
      }),
    ),
    emptyOperators: operators
      .filter(([, keys]) => Object.keys(keys).length === 0)
      .map(([operator]) => pointer + pointerOf('Condition', operator)),
  };
}

function operatorParts(operator: string): Pick<LintedCondition, 'operator' | 'base' | 'set' | 'ifExists'> {
  const [, set, base = operator, suffix] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  return {
    operator,
    base,
    set: set === 'ForAllValues' || set === 'ForAnyValue' ? set : undefined,
    ifExists: suffix !== undefined,
  };
}

function lintedElement(
  statement: PolicyStatement,
  name: 'Action' | 'Resource',
  pointer: string,
): LintedElement {
  const own = statement[name];
  const value = own ?? statement[`Not${name}`] ?? [];
  const at = `${pointer}/${own === undefined ? `Not${name}` : name}`;
  return { negated: own === undefined, entries: lintedEntries(value, at) };
}

function lintedEntries(
  value: string | number | boolean | readonly (string | number | boolean)[],
  pointer: string,
): readonly LintedEntry[] {
  if (!isList(value)) return [{ text: String(value), pointer }];
  return value.map((text, index) => ({ text: String(text), pointer: `${pointer}/${index}` }));
}

/** Whether a statement stands in for one that could not be resolved: it matches nothing, whatever the original says. */
export function isUnresolved({ action }: LintedStatement): boolean {
  return action.entries.some(({ text }) => text === unresolvedAction);
}
