const longestKept = 256;

/**
 * A small bounded table of what was asked for lately, by text.
 *
 * The texts of requests are made anew for every request, and a `Map` has to hash each of them whole, which costs more
 * than anything else in a decision. Here a few characters, most near the end, choose the place and one comparison confirms
 * it. Each place has room for two; of more the oldest is forgotten, and overlong texts are not kept. So
 * nobody can make the table grow, and who crafts texts that share a place only makes the answers to them slower.
 */
export class TextTable<V> {
  // No text is longer than what is kept, so a free place never equals one that is looked for with a value.
  #texts: string[];
  #values: (V | undefined)[];
  readonly #most: number;

  /** Both counts are powers of two: the entries that there is room for at first, and at most. */
  constructor(first: number, most: number) {
    this.#texts = new Array<string>(first).fill('');
    this.#values = new Array<V | undefined>(first).fill(undefined);
    this.#most = most;
  }

  get(text: string): V | undefined {
    const at = placeOf(text) & (this.#texts.length - 2);
    if (this.#texts[at] === text) return this.#values[at];
    return this.#texts[at + 1] === text ? this.#values[at + 1] : undefined;
  }

  set(text: string, value: V): void {
    if (text.length > longestKept) return;
    let at = placeOf(text) & (this.#texts.length - 2);
    if (this.#texts[at] !== text) {
      if (this.#values[at + 1] !== undefined && this.#texts.length < this.#most) {
        this.#grow();
        at = placeOf(text) & (this.#texts.length - 2);
      }
      this.#put(at + 1, this.#texts[at] ?? '', this.#values[at]);
    }
    this.#put(at, text, value);
  }

  #put(at: number, text: string, value: V | undefined): void {
    this.#texts[at] = text;
    this.#values[at] = value;
  }

  #grow(): void {
    const texts = this.#texts;
    const values = this.#values;
    this.#texts = new Array<string>(texts.length * 2).fill('');
    this.#values = new Array<V | undefined>(texts.length * 2).fill(undefined);
    // Backwards, because of two in a place the second is the older one.
    for (let at = texts.length - 1; at >= 0; at--) {
      const value = values[at];
      if (value !== undefined) this.set(texts[at] ?? '', value);
    }
  }
}

/** An even number that differs for most texts: their ends differ more than their beginnings. */
function placeOf(text: string): number {
  const end = text.length;
  if (end < 8) return end << 1;
  let place = end;
  place = Math.imul(place ^ text.charCodeAt(end - 1), 0x01000193);
  place = Math.imul(place ^ text.charCodeAt(end - 2), 0x01000193);
  place = Math.imul(place ^ text.charCodeAt(end - 3), 0x01000193);
  place = Math.imul(place ^ text.charCodeAt(end - 5), 0x01000193);
  place = Math.imul(place ^ text.charCodeAt(end - 8), 0x01000193);
  // Where the verb of an action stands: `CreateGroup`, `UpdateGroup`.
  if (end > 12) place = Math.imul(place ^ text.charCodeAt(12), 0x01000193);
  return (place ^ (place >>> 15)) & -2;
}
