/** Slots in the order in which they are first added, each once. */
export class SlotList {
  readonly slots: number[] = [];
  /** The first 32 as bits: policies seldom read as many keys. */
  #bits = 0;
  #others: Set<number> | undefined;

  add(slot: number): void {
    if (slot < 32) {
      const bit = 1 << slot;
      if ((this.#bits & bit) !== 0) return;
      this.#bits |= bit;
    } else {
      this.#others ??= new Set();
      if (this.#others.has(slot)) return;
      this.#others.add(slot);
    }
    this.slots.push(slot);
  }
}
