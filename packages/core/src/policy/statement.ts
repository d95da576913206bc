import { compileAction } from './action-pattern.js';
import { compileResource, literalResource } from './arn-pattern.js';
import { type Condition, compileCondition } from './condition.js';
import type { TextMatcher } from './glob.js';
import type { ConditionKeys, Predicate } from './keys.js';
import type { PartialMatcher } from './text-value.js';
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

/** Compiles a resource element to what is left of it for a resource. */
export function compileResources(statement: Statement, keys: ConditionKeys): PartialMatcher {
  const { entries, negated } = statement.resource;
  if (entries.includes('*')) return () => !negated;
  const exact = new Set<string>();
  const matchers: PartialMatcher[] = [];
  for (const entry of entries) {
    const literal = literalResource(entry, statement.variables, keys);
    if (literal === undefined) matchers.push(compileResource(entry, statement.variables, keys));
    else exact.add(literal);
  }
  return (resource) => {
    if (exact.has(resource)) return !negated;
    const open: Predicate[] = [];
    for (const matches of matchers) {
      const left = matches(resource);
      if (left === true) return !negated;
      if (left !== false) open.push(left);
    }
    return open.length === 0 ? negated : disjunction(open, negated);
  };
}

function disjunction(predicates: readonly Predicate[], negated: boolean): Predicate {
  const [first, second] = predicates;
  if (first !== undefined && second === undefined) return negated ? (query) => !first(query) : first;
  return (query) => predicates.some((predicate) => predicate(query)) !== negated;
}

/** What is left of a statement once its action matched. */
export interface CompiledStatement {
  readonly resource: PartialMatcher;
  /** The only resources that match, where the element lists them. */
  readonly resources: readonly string[] | undefined;
  /** The conditions; `true` where none is left to ask. */
  readonly conditions: Predicate | true;
  /** The slots of the open keys that resource element and conditions read. */
  readonly slots: readonly number[];
}

/** Compiles a statement; `undefined` where it can never apply, because of conditions on keys that are bound. */
export function compileStatement(statement: Statement, keys: ConditionKeys): CompiledStatement | undefined {
  keys.takeReads();
  const resource = compileResources(statement, keys);
  const slots = [...keys.takeReads()];
  const predicates: Predicate[] = [];
  for (const condition of statement.conditions) {
    const predicate = compileCondition(condition, statement.variables, keys);
    const reads = keys.takeReads();
    slots.push(...reads);
    if (reads.length > 0) predicates.push(predicate);
    else if (!predicate({ resource: '', values: keys.template })) return undefined;
  }
  return {
    resource,
    resources: listedResources(statement, keys),
    conditions: conjunction(predicates),
    slots,
  };
}

function listedResources(statement: Statement, keys: ConditionKeys): readonly string[] | undefined {
  const { entries, negated } = statement.resource;
  if (negated) return undefined;
  const listed = new Set<string>();
  for (const entry of entries) {
    const literal = literalResource(entry, statement.variables, keys);
    if (literal === undefined) return undefined;
    listed.add(literal);
  }
  return [...listed];
}

/** Whether all of some predicates hold; `true` where there are none. */
export function conjunction(predicates: readonly Predicate[]): Predicate | true {
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
