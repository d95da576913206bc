/** In characters: longer texts are nobody's, and would take room. */
export const longestKept = 256;
/** How many entries have room in a place. */
const ways = 4;

/**
 * A small bounded table of what was asked for lately, by text and, where it is given, by number: that of an action's
 * plan, of which many are asked about one resource.
 *
 * The texts of requests are made anew for every request, and a `Map` has to hash each of them whole, which costs more
 * than anything else in a decision. Here a few characters, most near the end, choose the place and one comparison confirms
 * it. Where these few are the same in several texts that are kept, such as sessions named for e-mail addresses of one
 * domain, the table goes by every character from then on.
 *
 * Each place has room for four; of more the oldest is forgotten, and overlong texts are not kept. So
 * nobody can make the table grow, and who crafts texts that share a place only makes the answers to them slower.
 */
export class TextTable<V> {
  // No text is longer than what is kept, so a free place never equals one that is looked for with a value.
  #texts: string[];
  #numbers: number[];
  #values: (V | undefined)[];
  readonly #most: number;
  /** Whether every character counts. */
  #thorough = false;

  /** Both counts are powers of two, four at least: the entries that there is room for at first, and at most. */
  constructor(first: number, most: number) {
    this.#texts = new Array<string>(first).fill('');
    this.#numbers = new Array<number>(first).fill(0);
    this.#values = new Array<V | undefined>(first).fill(undefined);
    this.#most = most;
  }

  get(text: string, number = 0): V | undefined {
    const at = this.#find(this.#placeOf(text, number), text, number);
    return at < 0 ? undefined : this.#values[at];
  }

  set(text: string, value: V, number = 0): void {
    if (text.length > longestKept) return;
    let place = this.#placeOf(text, number);
    let at = this.#find(place, text, number);
    if (at < 0) {
      if (this.#values[place + ways - 1] !== undefined) {
        if (!this.#thorough && this.#isCrowded(place, text, number)) {
          this.#thorough = true;
          this.#rearrange(1);
        } else if (this.#texts.length < this.#most) this.#rearrange(2);
        place = this.#placeOf(text, number);
      }
      at = place + ways - 1;
    }
    // The newest comes first.
    for (; at > place; at--) {
      this.#put(at, this.#texts[at - 1] ?? '', this.#numbers[at - 1] ?? 0, this.#values[at - 1]);
    }
    this.#put(place, text, number, value);
  }

  #placeOf(text: string, number: number): number {
    return this.#hashOf(text, number) & (this.#texts.length - ways);
  }

  #hashOf(text: string, number: number): number {
    return (this.#thorough ? hashOfAll(text) : hashOfFew(text)) ^ Math.imul(number, 0x9e3779b4);
  }

  /** Whether no other size of the table would part most of those in a place from a text that has none. */
  #isCrowded(place: number, text: string, number: number): boolean {
    const hash = this.#hashOf(text, number);
    let same = 0;
    for (let at = place; at < place + ways; at++) {
      if (this.#hashOf(this.#texts[at] ?? '', this.#numbers[at] ?? 0) === hash) same++;
    }
    return same >= ways / 2;
  }

  #find(place: number, text: string, number: number): number {
    for (let at = place; at < place + ways; at++) {
      if (this.#numbers[at] === number && this.#texts[at] === text) return at;
      // The free ones are the last of a place.
      if (this.#values[at] === undefined) break;
    }
    return -1;
  }

  #put(at: number, text: string, number: number, value: V | undefined): void {
    this.#texts[at] = text;
    this.#numbers[at] = number;
    this.#values[at] = value;
  }

  /** Gives everything a place in a table so many times as large. */
  #rearrange(times: number): void {
    const texts = this.#texts;
    const numbers = this.#numbers;
    const values = this.#values;
    this.#texts = new Array<string>(texts.length * times).fill('');
    this.#numbers = new Array<number>(texts.length * times).fill(0);
    this.#values = new Array<V | undefined>(texts.length * times).fill(undefined);
    // Backwards, because in a place the last is the oldest.
    for (let at = texts.length - 1; at >= 0; at--) {
      const value = values[at];
      if (value !== undefined) this.set(texts[at] ?? '', value, numbers[at]);
    }
  }
}

const prime = 0x01000193;

/** A multiple of four that differs for most texts: their ends differ more than their beginnings. */
function hashOfFew(text: string): number {
  const end = text.length;
  if (end < 8) return end << 2;
  let hash = end;
  hash = Math.imul(hash ^ text.charCodeAt(end - 1), prime);
  hash = Math.imul(hash ^ text.charCodeAt(end - 2), prime);
  hash = Math.imul(hash ^ text.charCodeAt(end - 3), prime);
  hash = Math.imul(hash ^ text.charCodeAt(end - 5), prime);
  hash = Math.imul(hash ^ text.charCodeAt(end - 8), prime);
  // Where the verb of an action stands: `CreateGroup`, `UpdateGroup`.
  if (end > 12) hash = Math.imul(hash ^ text.charCodeAt(12), prime);
  return (hash ^ (hash >>> 15)) & -4;
}

/** The same from every character of a text that may be kept. */
function hashOfAll(text: string): number {
  const end = text.length;
  let hash = end;
  if (end <= longestKept)
    for (let at = 0; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), prime);
  return (hash ^ (hash >>> 15)) & -4;
}
