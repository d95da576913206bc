/** More texts with one ending are found sooner by text. */
const mostAlike = 4;

/**
 * A map by text, made once, for texts of requests: they are new with every request, and a `Map` would have to hash each
 * whole. Here the last few characters choose the texts to compare with; where too many texts end alike, it is a
 * `Map` after all.
 */
export class TextIndex<V> {
  readonly #byText: ReadonlyMap<string, V> | undefined;
  readonly #byEnding: Map<number, (readonly [text: string, value: V])[]> = new Map();

  constructor(entries: ReadonlyMap<string, V>) {
    let most = 0;
    for (const entry of entries) {
      const ending = endingOf(entry[0]);
      const alike = this.#byEnding.get(ending);
      if (alike === undefined) this.#byEnding.set(ending, [entry]);
      else most = Math.max(most, alike.push(entry));
    }
    if (most <= mostAlike) return;
    this.#byText = entries;
    this.#byEnding.clear();
  }

  get(text: string): V | undefined {
    if (this.#byText !== undefined) return this.#byText.get(text);
    const alike = this.#byEnding.get(endingOf(text));
    if (alike !== undefined) for (const [own, value] of alike) if (own === text) return value;
    return undefined;
  }
}

/** A small number, of which there are many; 0 for very short texts. */
function endingOf(text: string): number {
  const end = text.length;
  if (end < 3) return 0;
  return (text.charCodeAt(end - 1) * 31 + text.charCodeAt(end - 2)) * 31 + text.charCodeAt(end - 3);
}
