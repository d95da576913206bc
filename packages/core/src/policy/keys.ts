import { ArnHead } from './arn-head.js';
import { foldCase } from './letter-case.js';
import { RecentMap } from './recent-map.js';

/** A condition value as statements see it: text, a list of texts (a multivalued key), or missing. */
export type KeyValue = string | readonly string[] | undefined;

/** A request while it is being decided: its resource, and its condition values by slot. */
export interface Query {
  readonly resource: string;
  readonly values: readonly KeyValue[];
}

/** Tells whether an element of a statement applies to a request. */
export type Predicate = (query: Query) => boolean;

/**
 * What a group of statements reads of a request: the condition keys, each with a slot in {@link Query.values},
 * and the heads of resource patterns.
 *
 * Keys bound in advance have their value in `template`; a predicate that reads only such keys is a constant.
 */
export class ConditionKeys {
  readonly #slots: Map<string, number> = new Map();
  readonly #names: string[] = [];
  /** Spellings that requests have used, with their slot or -1: lower-casing each once is enough. */
  readonly #spellings: RecentMap<number> = new RecentMap(256);
  readonly #constants: ReadonlyMap<string, KeyValue>;
  readonly #heads: Map<string, ArnHead> = new Map();
  /** Values to start from: the bound ones, else `undefined`. */
  readonly template: KeyValue[] = [];
  /** How often a key was read that is not bound. */
  openReads = 0;

  constructor(constants: ReadonlyMap<string, KeyValue>) {
    this.#constants = constants;
  }

  /** The slot of a key, in any letter case. */
  slot(key: string): number {
    const name = foldCase(key);
    const bound = this.#constants.has(name);
    if (!bound) this.openReads++;
    const known = this.#slots.get(name);
    if (known !== undefined) return known;
    const slot = this.template.length;
    this.#slots.set(name, slot);
    this.#names.push(key);
    this.template.push(this.#constants.get(name));
    return slot;
  }

  /** The head that patterns beginning with `text` share. */
  head(text: string): ArnHead {
    const head = this.#heads.get(text) ?? new ArnHead(text);
    this.#heads.set(text, head);
    return head;
  }

  /** The slot that a request's key fills; -1 where no statement reads it or it is bound. */
  slotOfSpelling(spelling: string): number {
    const known = this.#spellings.get(spelling);
    if (known !== undefined) return known;
    const name = foldCase(spelling);
    const slot = this.#constants.has(name) ? -1 : (this.#slots.get(name) ?? -1);
    this.#spellings.set(spelling, slot);
    return slot;
  }

  /** Every key read that is not bound, in lower case, sorted. */
  get open(): readonly string[] {
    return [...this.#slots.keys()].filter((name) => !this.#constants.has(name)).sort();
  }

  /** Every key read so far, in reading order, spelled as the policy that reads it first does. */
  get names(): readonly string[] {
    return [...this.#names];
  }
}
