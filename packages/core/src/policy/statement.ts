import { actionMatcher } from './action-pattern.js';
import { compileResource, literalResource, type ResourcePattern } from './arn-pattern.js';
import type { Condition } from './condition.js';
import type { ConditionKeys } from './keys.js';
import type { Predicate, Query } from './query.js';
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
export interface ResourceElement extends ResourcePattern {
  /** The only resources that match, where the element lists them. */
  readonly listed: readonly string[] | undefined;
  /** Every resource that matches has this character at this place; -1 where they have none in common that is known. */
  readonly code: number;
  readonly at: number;
}

/** More listed resources than this are looked up, not compared. */
const mostCompared = 4;

const unknown = { code: -1, at: -1 };
const any: ResourceElement = { matches: () => true, open: undefined, listed: undefined, ...unknown };
const none: ResourceElement = { matches: () => false, open: undefined, listed: undefined, ...unknown };

/** Compiles a resource element. */
export function compileResources(statement: Statement, keys: ConditionKeys): ResourceElement {
  const { entries, negated } = statement.resource;
  if (entries.includes('*')) return negated ? none : any;
  const literals: string[] = [];
  const patterns: ResourcePattern[] = [];
  for (const entry of entries) {
    const literal = literalResource(entry, statement.variables, keys);
    if (literal === undefined) patterns.push(compileResource(entry, statement.variables, keys));
    else literals.push(literal);
  }
  const [only] = patterns;
  const { code, at } = entries.length === 1 && !negated ? lastLiteral(entries[0] ?? '') : unknown;
  if (only !== undefined && entries.length === 1 && !negated) {
    const { matches, open } = only;
    return { matches, open, listed: undefined, code, at };
  }
  const isListed = compileListed(literals);
  if (only === undefined) {
    const listed = negated ? undefined : literals.slice();
    return { matches: ({ resource }) => isListed(resource) !== negated, open: undefined, listed, code, at };
  }
  return {
    matches: (query) => (isListed(query.resource) ? !negated : matchesAny(patterns, query, negated)),
    open: patterns.some(({ open }) => open !== undefined) ? disjunction(patterns, negated) : undefined,
    listed: undefined,
    ...unknown,
  };
}

/** The last character before the first that may be special: ARNs of one account differ only near the end of what they share. */
function lastLiteral(entry: string): { readonly code: number; readonly at: number } {
  const special = entry.search(/[*?$]/);
  const at = (special < 0 ? entry.length : special) - 1;
  return at < 0 ? unknown : { code: entry.charCodeAt(at), at };
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
  patterns: readonly ResourcePattern[],
  query: Query,
  negated: boolean,
): boolean | undefined {
  let undecided = false;
  for (const { matches } of patterns) {
    const matched = matches(query);
    if (matched === true) return !negated;
    if (matched === undefined) undecided = true;
  }
  return undecided ? undefined : negated;
}

/** Asks those that the resource does not decide. */
function disjunction(patterns: readonly ResourcePattern[], negated: boolean): Predicate {
  return (query) => {
    for (const { matches, open } of patterns) {
      if (open !== undefined && matches(query) === undefined && open(query)) return !negated;
    }
    return negated;
  };
}
