import { foldCase } from './letter-case.js';

/** A condition value as statements see it: text, a list of texts (a multivalued key), or missing. */
export type KeyValue = string | readonly string[] | undefined;

/** A key's spelling in a request, by slot. */
export type Spellings = readonly (string | undefined)[];

/** Longer lists of keys, and longer keys, are not kept: clients name tags as they like. */
const mostNames = 32;
const longestName = 128;

/**
 * The condition keys that a group of statements reads of a request, each with a slot.
 *
 * Keys bound in advance have their value in `template`; a predicate that reads only such keys is a constant.
 */
export class ConditionKeys {
  readonly #slots: Map<string, number> = new Map();
  readonly #constants: ReadonlyMap<string, KeyValue>;
  /** Values to start from: the bound ones, else `undefined`. */
  readonly template: KeyValue[] = [];
  #reads: number[] = [];
  #lastSpellings: { readonly names: readonly string[]; readonly spellings: Spellings } | undefined;

  constructor(constants: ReadonlyMap<string, KeyValue>) {
    this.#constants = constants;
  }

  /** The slot of a key, in any letter case. */
  slot(key: string): number {
    const name = foldCase(key);
    let slot = this.#slots.get(name);
    if (slot === undefined) {
      slot = this.template.length;
      this.#slots.set(name, slot);
      this.template.push(this.#constants.get(name));
      this.#lastSpellings = undefined;
    }
    if (!this.#constants.has(name)) this.#reads.push(slot);
    return slot;
  }

  /** Whether a key is bound, in any letter case. */
  isBound(key: string): boolean {
    return this.#constants.has(foldCase(key));
  }

  /** The slots of keys that were read and are not bound, since it was last asked. */
  takeReads(): readonly number[] {
    const reads = this.#reads;
    this.#reads = [];
    return reads;
  }

  /** The last answer of `spellingsIn`, as contexts are mostly made alike; `undefined` where it was not kept. */
  get lastSpellings(): { readonly names: readonly string[]; readonly spellings: Spellings } | undefined {
    return this.#lastSpellings;
  }

  /**
   * The spelling under which a context with these keys has the value of a slot, by slot; `undefined` where it has
   * two for one slot.
   */
  spellingsIn(names: readonly string[]): Spellings | undefined {
    const spellings: (string | undefined)[] = this.template.map(() => undefined);
    for (const name of names) {
      const slot = this.slotOfSpelling(name);
      if (slot < 0) continue;
      if (spellings[slot] !== undefined) return undefined;
      spellings[slot] = name;
    }
    if (names.length > mostNames || names.some(({ length }) => length > longestName)) return spellings;
    this.#lastSpellings = { names, spellings };
    return spellings;
  }

  /** The slot that a request's key fills; -1 where no statement reads it or it is bound. */
  slotOfSpelling(spelling: string): number {
    const name = foldCase(spelling);
    return this.#constants.has(name) ? -1 : (this.#slots.get(name) ?? -1);
  }

  /** The keys of some slots, in lower case, sorted. */
  namesOf(slots: ReadonlySet<number>): readonly string[] {
    return [...this.#slots]
      .filter(([, slot]) => slots.has(slot))
      .map(([name]) => name)
      .sort();
  }
}
