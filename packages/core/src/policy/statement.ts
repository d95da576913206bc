import { actionMatcher } from './action-pattern.js';
import { compileResource, literalResource } from './arn-pattern.js';
import type { Condition } from './condition.js';
import type { ConditionKeys, Predicate } from './keys.js';
import type { PartialPattern } from './text-value.js';
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
export interface ResourceElement extends PartialPattern {
  /** The only resources that match, where the element lists them. */
  readonly listed: readonly string[] | undefined;
}

/** More listed resources than this are looked up, not compared. */
const mostCompared = 4;

const any: ResourceElement = { matches: () => true, open: undefined, listed: undefined };
const none: ResourceElement = { matches: () => false, open: undefined, listed: undefined };

/** Compiles a resource element. */
export function compileResources(statement: Statement, keys: ConditionKeys): ResourceElement {
  const { entries, negated } = statement.resource;
  if (entries.includes('*')) return negated ? none : any;
  const literals: string[] = [];
  const patterns: PartialPattern[] = [];
  for (const entry of entries) {
    const literal = literalResource(entry, statement.variables, keys);
    if (literal === undefined) patterns.push(compileResource(entry, statement.variables, keys));
    else literals.push(literal);
  }
  const [only] = patterns;
  if (only !== undefined && entries.length === 1 && !negated) return { ...only, listed: undefined };
  const isListed = compileListed(literals);
  if (only === undefined) {
    const listed = negated ? undefined : literals.slice();
    return { matches: (resource) => isListed(resource) !== negated, open: undefined, listed };
  }
  return {
    matches: (resource) => (isListed(resource) ? !negated : matchesAny(patterns, resource, negated)),
    open: patterns.some(({ open }) => open !== undefined) ? disjunction(patterns, negated) : undefined,
    listed: undefined,
  };
}

function compileListed(literals: readonly string[]): (resource: string) => boolean {
  if (literals.length > mostCompared) {
    const names = new Set(literals);
    return (resource) => names.has(resource);
  }
  const [only] = literals;
  return literals.length === 1 ? (resource) => resource === only : (resource) => literals.includes(resource);
}

function matchesAny(
  patterns: readonly PartialPattern[],
  resource: string,
  negated: boolean,
): boolean | undefined {
  let undecided = false;
  for (const { matches } of patterns) {
    const matched = matches(resource);
    if (matched === true) return !negated;
    if (matched === undefined) undecided = true;
  }
  return undecided ? undefined : negated;
}

/** Asks those that the resource does not decide. */
function disjunction(patterns: readonly PartialPattern[], negated: boolean): Predicate {
  return (query) => {
    for (const { matches, open } of patterns) {
      if (open !== undefined && matches(query.resource) === undefined && open(query)) return !negated;
    }
    return negated;
  };
}
