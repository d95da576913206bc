/** Something that can let go of what it keeps. */
export interface Keeper {
  /** Whether it was of use since it was last asked. */
  takeUse(): boolean;
  forget(): void;
}

/**
 * Lets only so many keep something at a time: of many principals few are active. Whoever takes a turn makes one forget
 * that was of no use since all others were looked at. Keepers that nobody else holds are not held here.
 */
export class Turns {
  readonly #keepers: (WeakRef<Keeper> | undefined)[];
  #next = 0;

  constructor(most: number) {
    this.#keepers = new Array<undefined>(most).fill(undefined);
  }

  take(keeper: Keeper): void {
    // After one round nobody was of use since.
    while (this.#keepers[this.#next]?.deref()?.takeUse() === true) this.#advance();
    this.#keepers[this.#next]?.deref()?.forget();
    this.#keepers[this.#next] = new WeakRef(keeper);
    this.#advance();
  }

  #advance(): void {
    this.#next = (this.#next + 1) % this.#keepers.length;
  }
}
