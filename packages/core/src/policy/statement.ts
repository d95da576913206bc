import { actionMatcher } from './action-pattern.js';
import { compileResource, literalResource } from './arn-pattern.js';
import { type Condition, compileCondition } from './condition.js';
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
}

/** Whether a statement's action element covers an action, which is in lower case. */
export function coversAction({ action: { entries, negated } }: Statement, action: string): boolean {
  for (const entry of entries) if (actionMatcher(entry)(action)) return !negated;
  return negated;
}

/** A resource element, compiled. */
export interface ResourceElement {
  /** What is left of the element for a resource. */
  readonly matches: PartialMatcher;
  /** The only resources that match, where the element lists them. */
  readonly listed: readonly string[] | undefined;
}

/** More listed resources than this are looked up, not compared. */
const mostCompared = 4;

/** Compiles a resource element. */
export function compileResources(statement: Statement, keys: ConditionKeys): ResourceElement {
  const { entries, negated } = statement.resource;
  if (entries.includes('*')) return { matches: () => !negated, listed: undefined };
  const literals: string[] = [];
  const matchers: PartialMatcher[] = [];
  for (const entry of entries) {
    const literal = literalResource(entry, statement.variables, keys);
    if (literal === undefined) matchers.push(compileResource(entry, statement.variables, keys));
    else literals.push(literal);
  }
  const listed = literals.length <= mostCompared ? literals.slice() : [...new Set(literals)];
  const names = listed.length <= mostCompared ? undefined : new Set(listed);
  const isListed = (resource: string): boolean => names?.has(resource) ?? listed.includes(resource);
  if (matchers.length === 0) {
    return { matches: (resource) => isListed(resource) !== negated, listed: negated ? undefined : listed };
  }
  const matches: PartialMatcher = (resource) => {
    if (isListed(resource)) return !negated;
    const open: Predicate[] = [];
    for (const matcher of matchers) {
      const left = matcher(resource);
      if (left === true) return !negated;
      if (left !== false) open.push(left);
    }
    return open.length === 0 ? negated : disjunction(open, negated);
  };
  return { matches, listed: undefined };
}

function disjunction(predicates: readonly Predicate[], negated: boolean): Predicate {
  const [first, second] = predicates;
  if (first !== undefined && second === undefined) return negated ? (query) => !first(query) : first;
  return (query) => predicates.some((predicate) => predicate(query)) !== negated;
}

/** What is left of a statement once its action matched. */
export interface CompiledStatement {
  readonly resource: ResourceElement;
  /** The conditions; `true` where none is left to ask. */
  readonly applies: Predicate | true;
  /** The slots of the open keys that resource element and conditions read. */
  readonly slots: readonly number[];
}

/** Compiles a statement; `undefined` where it can never apply, because of conditions on keys that are bound. */
export function compileStatement(statement: Statement, keys: ConditionKeys): CompiledStatement | undefined {
  keys.takeReads();
  const resource = compileResources(statement, keys);
  const slots = new Set(keys.takeReads());
  const predicates: Predicate[] = [];
  for (const condition of statement.conditions) {
    const predicate = compileCondition(condition, statement.variables, keys);
    const reads = keys.takeReads();
    for (const slot of reads) slots.add(slot);
    if (reads.length > 0) predicates.push(predicate);
    else if (!predicate({ resource: '', values: keys.template })) return undefined;
  }
  return {
    resource,
    applies: conjunction(predicates),
    slots: [...slots],
  };
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
