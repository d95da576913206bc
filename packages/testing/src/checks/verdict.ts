/** What came of an assertion, in the form that `expect.extend` takes: under `.not` it fails where `pass` is true. */
export interface Verdict {
  readonly pass: boolean;
  /** Why it fails; asked for only where it does. */
  readonly message: () => string;
}

/** The verdict of an assertion that holds or does not, with or without `.not`. */
export function verdict(holds: boolean, negated: boolean, message: () => string): Verdict {
  return { pass: holds !== negated, message };
}
