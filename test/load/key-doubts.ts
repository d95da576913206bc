import type { Caller } from './soak-cases.js';

/** What may come of a token of a key that is removed just now: the authorizer may know the key still, or no more. */
const possible = {
  removed: /^(UnrecognizedClientException: |NotAuthorizedException: Could not verify signature)/,
  withdrawn: /^(allowed$|AccessDeniedException: )/,
};

/** Whose tokens' fate is open while the issuer changes its key and the authorizer has to find out. */
export class KeyDoubts {
  /** Odd where it is open. */
  readonly #changes = { removed: 0, withdrawn: 0 };

  /** The key is another from now on: requests under way have tokens of the one before, and it may still count. */
  begin(): void {
    this.#changes.removed++;
    this.#changes.withdrawn++;
  }

  /** Requests that begin now have tokens of the new key, and it is to count. */
  newKeyCounts(): void {
    this.#changes.removed++;
  }

  /** The key before counts no more for tokens that were not seen. */
  oldKeyIsUnknown(): void {
    this.#changes.withdrawn++;
  }

  /** Begins to watch a request; the answer tells afterwards whether what came may be due to a change meanwhile. */
  watch(by: Caller): (said: string) => boolean {
    const kind = by === 'withdrawn' ? 'withdrawn' : 'removed';
    const before = this.#changes[kind];
    return (said) => (before % 2 === 1 || before !== this.#changes[kind]) && possible[kind].test(said);
  }
}
