import type { Conclusions, Step } from './conclusion.js';
import { appliesTo, collect, type OpenRule } from './open-rule.js';
import type { Query } from './query.js';
import type { Rule } from './rule.js';
import { TextIndex } from './text-index.js';

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
  readonly #byResource: TextIndex<readonly PlacedRule[]> | undefined;
  readonly #rules: readonly Rule[];
  /** How much it holds: its rules, and what is listed in its index. */
  readonly size: number;
  /** Of equal lists it is the same. */
  readonly fingerprint: number;

  constructor(rules: readonly Rule[], fingerprint = 0) {
    this.#rules = rules;
    this.fingerprint = fingerprint;
    const indexed = rules.filter(({ resource }) => resource.listed !== undefined).length >= fewest;
    const placed = indexed ? rules.map((rule, place) => ({ rule, place })) : [];
    const asked = placed.filter(({ rule }) => rule.resource.listed === undefined);
    this.#asked = indexed ? asked.map(({ rule }) => rule) : rules;
    this.#places = indexed ? asked.map(({ place }) => place) : noPlaces;
    this.#byResource = indexed ? new TextIndex(groupByResource(placed)) : undefined;
    const listed = placed.reduce((sum, { rule }) => sum + (rule.resource.listed?.length ?? 0), 0);
    this.size = rules.length + listed;
  }

  /** Whether it was made of just these rules. */
  holds(rules: readonly Rule[]): boolean {
    const own = this.#rules;
    return own.length === rules.length && own.every((rule, index) => rule === rules[index]);
  }

  /** What is left of the rules for a resource: those whose resource element can match it, in order. */
  about(query: Query): readonly OpenRule[] {
    const listed = this.#byResource?.get(query.resource);
    const asked = this.#asked;
    let found: OpenRule[] | undefined;
    let next = 0;
    for (let index = 0; index < asked.length; index++) {
      const rule = asked[index];
      const left = rule && leftOf(rule, query);
      if (left === undefined) continue;
      if (listed !== undefined) {
        found ??= [];
        next = addBefore(this.#places[index] ?? 0, listed, next, found);
      }
      // A list that is made with one has room for one; mostly there are no more.
      if (found === undefined) found = [left];
      else found.push(left);
    }
    if (listed === undefined) return found ?? noRules;
    found ??= [];
    addBefore(Number.POSITIVE_INFINITY, listed, next, found);
    return found;
  }

  /**
   * The step that the rules which apply to a request lead to, as `collect` says of those that `about` gives; but the others
   * are not put together first.
   */
  collect(query: Query, conclusions: Conclusions, before: Step): Step {
    if (this.#byResource?.get(query.resource) !== undefined) {
      return collect(this.about(query), query, conclusions, before);
    }
    let found = before;
    for (const rule of this.#asked) {
      const left = leftOf(rule, query);
      if (left !== undefined && appliesTo(left, query)) found = conclusions.after(found, left.reported);
    }
    return found;
  }
}

/** What is left of a rule for a resource; `undefined` where it does not match. */
function leftOf(rule: Rule, query: Query): OpenRule | undefined {
  const { code, at } = rule.resource;
  if (code >= 0 && query.resource.charCodeAt(at) !== code) return undefined;
  const matches = rule.resource.matches(query);
  if (matches === undefined) return rule.undecided;
  return matches ? rule : undefined;
}

const noRules: readonly OpenRule[] = [];
const noPlaces: readonly number[] = [];

/** Adds the rules that stand before a place, from `next` on; the first that does not. */
function addBefore(place: number, listed: readonly PlacedRule[], next: number, found: OpenRule[]): number {
  let at = next;
  for (let one = listed[at]; one !== undefined && one.place < place; one = listed[++at]) found.push(one.rule);
  return at;
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
