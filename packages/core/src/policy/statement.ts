import { compileAction } from './action-pattern.js';
import { compileResource } from './arn-pattern.js';
import { type Condition, compileCondition } from './condition.js';
import type { TextMatcher } from './glob.js';
import type { ConditionKeys, Predicate } from './keys.js';
import type { PatternMatcher } from './text-value.js';
import type { MatchedStatement } from './types.js';

/** `Action` or `NotAction`, `Resource` or `NotResource`: its entries, and whether it is the `Not…` form. */
export interface EntryList {
  readonly entries: readonly string[];
  readonly negated: boolean;
}

/** A statement that has been read and found valid. */
export interface Statement {
  /** How decisions report it. */
  readonly reported: MatchedStatement;
  /** JSON Pointer to the statement in its document. */
  readonly pointer: string;
  /** Level of a service or resource control policy, from the root; 0 for other types. */
  readonly level: number;
  /** Whether its policy's version has policy variables. */
  readonly variables: boolean;
  readonly action: EntryList;
  readonly resource: EntryList;
  readonly conditions: readonly Condition[];
  /** Whether the action element covers an action in lower case. */
  readonly coversAction: TextMatcher;
}

/** Compiles an action element; the result takes actions in lower case. */
export function compileActions(list: EntryList): TextMatcher {
  const { negated } = list;
  const matchers = list.entries.map(compileAction);
  const [only] = matchers;
  if (matchers.length === 1 && only !== undefined) return negated ? (action) => !only(action) : only;
  return (action) => matchers.some((matches) => matches(action)) !== negated;
}

/** Compiles a resource element; `undefined` where every resource matches. */
export function compileResources(statement: Statement, keys: ConditionKeys): Predicate | undefined {
  const { entries, negated } = statement.resource;
  if (entries.includes('*')) return negated ? () => false : undefined;
  const exact = new Set<string>();
  const matchers: PatternMatcher[] = [];
  for (const entry of entries) {
    if (/[*?$]/.test(entry)) matchers.push(compileResource(entry, statement.variables, keys));
    else exact.add(entry);
  }
  const [literal] = exact;
  if (exact.size === 1) matchers.push((resource) => resource === literal);
  else if (exact.size > 1) matchers.push((resource) => exact.has(resource));
  const [first, second] = matchers;
  if (first !== undefined && second === undefined) {
    return negated ? (query) => !first(query.resource, query) : (query) => first(query.resource, query);
  }
  return (query) => matchers.some((matches) => matches(query.resource, query)) !== negated;
}

/**
 * Compiles what is left of a statement once its action matched: `true` and `false` where the answer is known
 * in advance, because nothing is asked or only keys are read that are bound.
 */
export function compileStatement(statement: Statement, keys: ConditionKeys): Predicate | boolean {
  const predicates: Predicate[] = [];
  const resource = compileResources(statement, keys);
  if (resource !== undefined) predicates.push(resource);
  for (const condition of statement.conditions) {
    const before = keys.openReads;
    const predicate = compileCondition(condition, statement.variables, keys);
    if (keys.openReads !== before) predicates.push(predicate);
    else if (!predicate({ resource: '', values: keys.template })) return false;
  }
  return conjunction(predicates);
}

function conjunction(predicates: readonly Predicate[]): Predicate | boolean {
  const [first, second, third] = predicates;
  if (first === undefined) return true;
  if (second === undefined) return first;
  if (third === undefined) return (query) => first(query) && second(query);
  if (predicates.length === 3) return (query) => first(query) && second(query) && third(query);
  return (query) => {
    for (const predicate of predicates) if (!predicate(query)) return false;
    return true;
  };
}
