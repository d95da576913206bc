import { isNull } from './context.js';
import type { ConditionKeys, KeyValue } from './keys.js';
import { type ConditionOperator, conditionOperators } from './operators.js';
import type { Predicate, Query } from './query.js';
import type { PatternMatcher } from './text-value.js';

/** How a condition takes a key's values: as a single value, or as a set of which all, or any, must satisfy it. */
export type Quantifier = 'single' | 'all' | 'any';

/** An operator name of a policy, taken apart. */
export interface OperatorName {
  readonly quantifier: Quantifier;
  /** The name without set prefix and suffix: a key of the operator table, or `Null`. */
  readonly base: string;
  readonly ifExists: boolean;
}

/** One key of one operator, with the values that the policy gives it. */
export interface Condition {
  /** As the policy writes it: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly name: OperatorName;
  /** As the policy writes it. */
  readonly key: string;
  readonly values: readonly string[];
}

/** The name of every condition operator, without set prefix and `IfExists`. */
export const conditionOperatorNames: readonly string[] = Object.freeze([
  ...conditionOperators.keys(),
  'Null',
]);

const setPrefixes: ReadonlyMap<string, Quantifier> = new Map([
  ['ForAllValues:', 'all'],
  ['ForAnyValue:', 'any'],
]);

const names: Map<string, OperatorName> = new Map();

/**
 * Takes an operator name apart; `undefined` where IAM knows no such operator. Letter case matters. There are not many
 * names, so conditions share them.
 */
export function parseOperatorName(operator: string): OperatorName | undefined {
  const known = names.get(operator);
  if (known !== undefined) return known;
  const name = readOperatorName(operator);
  if (name !== undefined) names.set(operator, name);
  return name;
}

function readOperatorName(operator: string): OperatorName | undefined {
  const colon = operator.indexOf(':');
  const quantifier = colon < 0 ? 'single' : setPrefixes.get(operator.slice(0, colon + 1));
  if (quantifier === undefined) return undefined;
  const name = operator.slice(colon + 1);
  if (name === 'Null') return { quantifier, base: name, ifExists: false };
  const ifExists = name.endsWith('IfExists');
  const base = ifExists ? name.slice(0, -'IfExists'.length) : name;
  return conditionOperators.has(base) ? { quantifier, base, ifExists } : undefined;
}

/** Compiles a condition. `variables` says whether the policy's version has policy variables. */
export function compileCondition(condition: Condition, variables: boolean, keys: ConditionKeys): Predicate {
  const slot = keys.slot(condition.key);
  const { base, quantifier, ifExists } = condition.name;
  if (base === 'Null') return compileNull(condition, slot);
  const operator = conditionOperators.get(base);
  // The parser lets no other name through.
  if (operator === undefined) return () => false;
  if (condition.values.length === 0) return compileNoValues(operator.negated, quantifier, ifExists, slot);
  const { negated } = operator;
  const matches = compileValues(condition, operator, variables, keys);
  if (quantifier === 'single') return compileSingle(matches, slot, negated, ifExists || negated);
  const satisfies = (value: string, query: Query): boolean => matches(value, query) !== negated;
  if (quantifier === 'all') {
    return (query) => {
      const value = query.values[slot];
      return isNull(value) || valuesOf(value).every((item) => satisfies(item, query));
    };
  }
  return (query) => {
    const value = query.values[slot];
    if (value === undefined) return ifExists;
    return valuesOf(value).some((item) => satisfies(item, query));
  };
}

const compiledValues: WeakMap<Condition, PatternMatcher> = new WeakMap();

/** Values without policy variables match alike in every policy set, so conditions that sets share are compiled once. */
function compileValues(
  condition: Condition,
  { takesVariables, compile }: ConditionOperator,
  variables: boolean,
  keys: ConditionKeys,
): PatternMatcher {
  const { values } = condition;
  if (variables && takesVariables && values.some((value) => value.includes('${'))) {
    return compile(values, true, keys);
  }
  const known = compiledValues.get(condition);
  const matches = known ?? compile(values, false, keys);
  if (known === undefined) compiledValues.set(condition, matches);
  return matches;
}

/**
 * Without a set prefix. A multivalued key needs one: without it neither an operator nor its negation holds,
 * which is a reading, as IAM's documentation gives no result.
 */
function compileSingle(
  matches: PatternMatcher,
  slot: number,
  negated: boolean,
  whenMissing: boolean,
): Predicate {
  if (negated) {
    return (query) => {
      const value = query.values[slot];
      return typeof value === 'string' ? !matches(value, query) : value === undefined && whenMissing;
    };
  }
  return (query) => {
    const value = query.values[slot];
    return typeof value === 'string' ? matches(value, query) : value === undefined && whenMissing;
  };
}

/**
 * A key with an empty list of values: `ForAnyValue` never holds, `ForAllValues` and `IfExists` where the key is
 * missing alone; a plain operator as it would with values none of which fits.
 */
function compileNoValues(
  negated: boolean,
  quantifier: Quantifier,
  ifExists: boolean,
  slot: number,
): Predicate {
  if (quantifier === 'any') return () => false;
  if (quantifier === 'all' || ifExists) return (query) => query.values[slot] === undefined;
  return (query) => negated && !isMultivalued(query.values[slot]);
}

function isMultivalued(value: KeyValue): boolean {
  return typeof value !== 'string' && value !== undefined;
}

function compileNull(condition: Condition, slot: number): Predicate {
  const { quantifier } = condition.name;
  if (quantifier !== 'single') return () => quantifier === 'all';
  const wanted = new Set(condition.values.map((value) => value.toLowerCase()));
  return (query) => wanted.has(isNull(query.values[slot]) ? 'true' : 'false');
}

function valuesOf(value: KeyValue): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
