const longestKey = 256;

/**
 * A bounded map of what was used lately, in two generations: what is asked for moves to the young one, and when
 * that is full the old one is dropped. So a flood of made-up keys cannot keep out the keys in daily use, and
 * overlong keys are not kept at all.
 */
export class RecentMap<V> {
  readonly #capacity: number;
  readonly #sizeOf: (value: V) => number;
  #size = 0;
  #oldSize = 0;
  #young: Map<string, V> = new Map();
  #old: Map<string, V> | undefined;

  /** At most twice `capacity` is kept, in entries or as `sizeOf` counts them, and one that is larger by itself. */
  constructor(capacity: number, sizeOf: (value: V) => number = () => 1) {
    this.#capacity = capacity;
    this.#sizeOf = sizeOf;
  }

  /** How much is kept. What was set twice, or moved, counts twice. */
  get size(): number {
    return this.#size + this.#oldSize;
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old?.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: V): void {
    if (key.length > longestKey) return;
    const size = this.#sizeOf(value);
    if (this.#size > 0 && this.#size + size > this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#oldSize = this.#size;
      this.#size = 0;
    }
    this.#size += size;
    this.#young.set(key, value);
  }
}
