import { spellingsOf, toKeyValue } from './context.js';
import type { ConditionKeys, KeyValue, Spellings } from './keys.js';
import { type ResourceHead, resourceHead } from './resource-head.js';
import type { ContextValue } from './types.js';

/** Tells whether an element of a statement applies to a request. */
export type Predicate = (query: Query) => boolean;

const noSpellings: Spellings = [];

/**
 * A request while it is being decided: its resource, and its condition values by slot. Of the context only what
 * a statement asks for is read, and when it first does: a resource that no statement with a condition is about
 * leaves it untouched.
 */
export class Query {
  readonly resource: string;
  /** The values of bound keys, and of those that were read. */
  values: readonly KeyValue[];
  readonly #keys: ConditionKeys;
  readonly #context: Readonly<Record<string, ContextValue>> | null | undefined;
  #read: KeyValue[] | undefined;
  #spellings: Spellings = noSpellings;
  #head: ResourceHead | undefined;

  constructor(
    resource: string,
    keys: ConditionKeys,
    context: Readonly<Record<string, ContextValue>> | null | undefined,
  ) {
    this.resource = resource;
    this.values = keys.template;
    this.#keys = keys;
    this.#context = context;
  }

  /** How the resource begins; found out when it is first asked for. */
  get head(): ResourceHead {
    this.#head ??= resourceHead(this.resource);
    return this.#head;
  }

  /** Reads the values of some slots; those of bound keys stay as they are. Throws what the context throws. */
  read(slots: readonly number[]): void {
    const context = this.#context;
    if (context === undefined || context === null) return;
    const read = this.#read ?? this.#begin(context);
    for (const slot of slots) {
      if (read[slot] !== undefined) continue;
      const spelling = this.#spellings[slot];
      if (spelling !== undefined) read[slot] = toKeyValue(context[spelling]);
    }
  }

  /** Reads the values of every key that has a slot by now. */
  readAll(): this {
    this.read([...this.#keys.template.keys()]);
    return this;
  }

  #begin(context: Readonly<Record<string, ContextValue>>): KeyValue[] {
    const read = this.#keys.template.slice();
    this.#spellings = spellingsOf(this.#keys, context);
    this.#read = read;
    this.values = read;
    return read;
  }
}
