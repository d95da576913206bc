import type { Predicate } from './keys.js';
import { conjunction, type ResourceElement } from './statement.js';
import type { MatchedStatement } from './types.js';

/** A statement that covers a plan's action, with nothing but keys left to ask that are not bound. */
export interface OpenRule {
  readonly reported: MatchedStatement;
  /** `true` where nothing is left to ask. */
  readonly applies: Predicate | true;
  /** The slots of the keys that are read. */
  readonly slots: readonly number[];
}

/** The same before its resource element is asked: `applies` are the conditions. */
export interface Rule extends OpenRule {
  readonly resource: ResourceElement;
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
    const listed = this.#byResource?.get(resource);
    if (listed === undefined && this.#asked.length === 0) return noRules;
    const found: OpenRule[] = [];
    let next = 0;
    for (let index = 0; index < this.#asked.length; index++) {
      const rule = this.#asked[index];
      if (rule === undefined) continue;
      if (listed !== undefined) next = addBefore(this.#places[index] ?? 0, listed, next, found);
      const left = rule.resource.matches(resource);
      if (left !== false) found.push(narrow(rule, left));
    }
    if (listed !== undefined) addBefore(Number.POSITIVE_INFINITY, listed, next, found);
    // A copy is as long as it needs to be; a list that has grown keeps room for more.
    return found.length === 0 ? noRules : found.slice();
  }
}

const noRules: readonly OpenRule[] = [];

/** Adds the rules that stand before a place, from `next` on; the first that does not. */
function addBefore(place: number, listed: readonly PlacedRule[], next: number, found: OpenRule[]): number {
  let at = next;
  for (let one = listed[at]; one !== undefined && one.place < place; one = listed[++at]) found.push(one.rule);
  return at;
}

/** A rule with what is left of its resource element. */
function narrow(rule: Rule, left: Predicate | true): OpenRule {
  if (left === true) return rule;
  const { reported, applies, slots } = rule;
  return { reported, applies: applies === true ? left : conjunction([left, applies]), slots };
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
