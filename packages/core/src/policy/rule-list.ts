import type { Predicate } from './keys.js';
import { type CompiledStatement, conjunction } from './statement.js';
import type { MatchedStatement } from './types.js';

/** A statement that covers a plan's action, compiled. */
export interface Rule extends CompiledStatement {
  readonly reported: MatchedStatement;
}

/** A rule of which nothing but keys that are not bound is left to ask. */
export interface OpenRule {
  readonly reported: MatchedStatement;
  /** `true` where nothing is left to ask. */
  readonly applies: Predicate | true;
  readonly slots: readonly number[];
}

interface PlacedRule {
  readonly rule: Rule;
  readonly place: number;
}

/** Fewer rules are asked one by one sooner than they are looked up. */
const fewest = 8;

/**
 * Rules in order. Those that list their resources are found by resource, so that however many there are about other
 * resources they cost nothing.
 */
export class RuleList {
  /** Those that are asked about every resource, with their places where there is an index. */
  readonly #asked: readonly Rule[];
  readonly #places: readonly number[];
  readonly #byResource: ReadonlyMap<string, readonly PlacedRule[]> | undefined;

  constructor(rules: readonly Rule[]) {
    const indexed = rules.filter(({ resource }) => resource.listed !== undefined).length >= fewest;
    const placed = indexed ? rules.map((rule, place) => ({ rule, place })) : [];
    const asked = placed.filter(({ rule }) => rule.resource.listed === undefined);
    this.#asked = indexed ? asked.map(({ rule }) => rule) : rules;
    this.#places = asked.map(({ place }) => place);
    this.#byResource = indexed ? groupByResource(placed) : undefined;
  }

  /** What is left of the rules for a resource: those whose resource element can match it, in order. */
  about(resource: string): readonly OpenRule[] {
    const found: OpenRule[] = [];
    const listed = this.#byResource?.get(resource) ?? none;
    let next = 0;
    for (const [index, rule] of this.#asked.entries()) {
      const place = this.#places[index] ?? 0;
      for (let one = listed[next]; one !== undefined && one.place < place; one = listed[++next]) {
        found.push(narrow(one.rule, true));
      }
      const left = rule.resource.matches(resource);
      if (left !== false) found.push(narrow(rule, left));
    }
    for (let one = listed[next]; one !== undefined; one = listed[++next]) found.push(narrow(one.rule, true));
    // A copy is as long as it needs to be; a list that has grown keeps room for more.
    return found.slice();
  }
}

const none: readonly PlacedRule[] = [];

/** A rule with what is left of its resource element. */
function narrow({ reported, conditions, slots }: Rule, left: Predicate | true): OpenRule {
  if (left === true) return { reported, applies: conditions, slots };
  return { reported, applies: conditions === true ? left : conjunction([left, conditions]), slots };
}

function groupByResource(placed: readonly PlacedRule[]): ReadonlyMap<string, readonly PlacedRule[]> {
  const groups = new Map<string, PlacedRule[]>();
  for (const one of placed) {
    for (const resource of new Set(one.rule.resource.listed)) {
      const group = groups.get(resource);
      if (group === undefined) groups.set(resource, [one]);
      else group.push(one);
    }
  }
  return groups;
}
