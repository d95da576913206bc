import type { PolicyUse, RecordedPolicy } from './recorded-policy.js';

/** Counters by name, see {@link counterName}. */
export type Counters = ReadonlyMap<string, number>;

/**
 * What test runs exercised. Every process counts for itself, and its counters only grow: so of two states of one
 * process the greater count of each is the later one, and data can be merged in any order, any number of times.
 */
export interface CoverageData {
  readonly policies: ReadonlyMap<string, RecordedPolicy>;
  /** Who has a policy, by its id and then by `holder` and type. */
  readonly uses: ReadonlyMap<string, ReadonlyMap<string, PolicyUse>>;
  /** By process, then by policy. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, Counters>>;
  /** Texts of files, by hash. */
  readonly texts: ReadonlyMap<string, string>;
}

/** No data at all: what merges with any other and changes nothing. */
export const noCoverage: CoverageData = Object.freeze({
  policies: new Map(),
  uses: new Map(),
  counts: new Map(),
  texts: new Map(),
});

/** What is counted of a statement, an entry with an action, or a condition; `statement` and `part` are numbers from 0. */
export function counterName(
  statement: number,
  part: 'statement' | `entry ${number} ${string}` | `condition ${number}`,
  what: 'matched' | 'allowed' | 'denied' | 'met' | 'notMet',
): string {
  return `${statement} ${part} ${what}`;
}

/** Puts the data of several processes or runs together. Order does not matter, and what is there twice counts once. */
export function mergeCoverage(...all: readonly CoverageData[]): CoverageData {
  const first = <V>(one: V): V => one;
  return all.reduce(
    (one, other) => ({
      policies: merged(one.policies, other.policies, first),
      uses: merged(one.uses, other.uses, (uses, more) => merged(uses, more, first)),
      counts: merged(one.counts, other.counts, (counts, more) =>
        merged(counts, more, (counters, others) => merged(counters, others, Math.max)),
      ),
      texts: merged(one.texts, other.texts, first),
    }),
    noCoverage,
  );
}

/** Two maps as one; `both` makes a value of those that both have. */
function merged<V>(
  one: ReadonlyMap<string, V>,
  other: ReadonlyMap<string, V>,
  both: (value: V, another: V) => V,
): ReadonlyMap<string, V> {
  const result = new Map(one);
  for (const [key, value] of other) {
    const known = result.get(key);
    result.set(key, known === undefined ? value : both(known, value));
  }
  return result;
}

/** The counters of each policy, of all processes together. */
export function totals({ counts }: CoverageData): ReadonlyMap<string, Counters> {
  const sums = new Map<string, Map<string, number>>();
  for (const policies of counts.values()) {
    for (const [policy, counters] of policies) {
      const sum = sums.get(policy) ?? new Map<string, number>();
      for (const [name, count] of counters) sum.set(name, (sum.get(name) ?? 0) + count);
      sums.set(policy, sum);
    }
  }
  return sums;
}
