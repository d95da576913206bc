import { compileResource, literalResource, type ResourcePattern } from './arn-pattern.js';
import type { ConditionKeys } from './keys.js';
import type { Predicate, Query } from './query.js';
import type { Statement } from './statement.js';
import type { EntryList } from './statement-elements.js';
import { TextTable } from './text-table.js';

/** More literal resources than this are looked up, not compared. */
const mostCompared = 4;

/** A resource element, compiled: `Resource`, or where it is negated `NotResource`. */
export class ResourceElement {
  /** Every resource that matches has this character at this place; -1 where they have none in common that is known. */
  readonly code: number;
  readonly at: number;
  readonly #literals: readonly string[];
  readonly #names: ReadonlySet<string> | undefined;
  readonly #patterns: readonly ResourcePattern[];
  readonly #negated: boolean;

  /** Of entries that stand for one resource, and of the others, `only` where there is but this one entry. */
  constructor(
    literals: readonly string[],
    patterns: readonly ResourcePattern[],
    negated: boolean,
    only: string | undefined,
  ) {
    const place = only === undefined || negated ? -1 : lastLiteral(only);
    this.code = place < 0 || only === undefined ? -1 : only.charCodeAt(place);
    this.at = place;
    this.#literals = literals;
    this.#names = literals.length > mostCompared ? new Set(literals) : undefined;
    this.#patterns = patterns;
    this.#negated = negated;
  }

  /** The only resources that match, where the element lists them. */
  get listed(): readonly string[] | undefined {
    return this.#negated || this.#patterns.length > 0 ? undefined : this.#literals;
  }

  /** Decides where `matches` gave `undefined`, and is not asked otherwise; `undefined` where it never does. */
  get open(): Predicate | undefined {
    const patterns = this.#patterns.filter(({ open }) => open !== undefined);
    const [only] = patterns;
    if (only === undefined) return undefined;
    return this.#patterns.length === 1 && !this.#negated ? only.open : disjunction(patterns, this.#negated);
  }

  /** Whether a request's resource matches; `undefined` where the values of open variables decide. */
  matches(query: Query): boolean | undefined {
    const negated = this.#negated;
    if (this.#isListed(query.resource)) return !negated;
    let undecided = false;
    for (const pattern of this.#patterns) {
      const matched = pattern.matches(query);
      if (matched === true) return !negated;
      if (matched === undefined) undecided = true;
    }
    return undecided ? undefined : negated;
  }

  #isListed(resource: string): boolean {
    if (this.#names !== undefined) return this.#names.has(resource);
    for (const literal of this.#literals) if (literal === resource) return true;
    return false;
  }
}

const nothing: readonly never[] = [];
const any = new ResourceElement(nothing, nothing, true, undefined);
const none = new ResourceElement(nothing, nothing, false, undefined);

const elements: TextTable<ResourceElement> = new TextTable(64, 1024);

/**
 * Compiles a resource element. One whose only entry has no policy variables matches alike in every policy set, and many
 * principals' policies have it, so the last ones are kept for all of them.
 */
export function compileResources(
  { resource, variables }: Pick<Statement, 'resource' | 'variables'>,
  keys: ConditionKeys,
): ResourceElement {
  const { entries, negated } = resource;
  const [only = ''] = entries;
  if (entries.length !== 1 || only.includes('${')) return compileEntries(resource, variables, keys);
  const known = elements.get(only, Number(negated));
  const element = known ?? compileEntries(resource, variables, keys);
  if (known === undefined) elements.set(only, element, Number(negated));
  return element;
}

function compileEntries(
  { entries, negated }: EntryList,
  variables: boolean,
  keys: ConditionKeys,
): ResourceElement {
  if (entries.includes('*')) return negated ? none : any;
  const literals: string[] = [];
  const patterns: ResourcePattern[] = [];
  for (const entry of entries) {
    const literal = literalResource(entry, variables, keys);
    if (literal === undefined) patterns.push(compileResource(entry, variables, keys));
    else literals.push(literal);
  }
  const only = entries.length === 1 ? entries[0] : undefined;
  return new ResourceElement(compact(literals), compact(patterns), negated, only);
}

/** A copy is as long as it needs to be; a list that has grown keeps room for more. */
function compact<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? nothing : list.slice();
}

/** The place before the first character that may be special: ARNs of one account differ only near the end of what they share. */
function lastLiteral(entry: string): number {
  const special = entry.search(/[*?$]/);
  return (special < 0 ? entry.length : special) - 1;
}

/** Asks those that the resource does not decide. */
function disjunction(patterns: readonly ResourcePattern[], negated: boolean): Predicate {
  return (query) => {
    for (const pattern of patterns) {
      if (pattern.matches(query) === undefined && pattern.open?.(query)) return !negated;
    }
    return negated;
  };
}
