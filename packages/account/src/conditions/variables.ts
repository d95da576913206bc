/** Something in the form of a policy variable. */
export interface WrittenVariable {
  /** `${aws:username, 'nobody'}`. */
  readonly written: string;
  readonly key: string;
  /** Whether it stands for a default where the key is missing. */
  readonly hasDefault: boolean;
  /** Offset in the text. */
  readonly at: number;
}

/** The policy variables of a text, `${*}`, `${?}` and `${$}` aside. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
export function variablesIn(text: string): readonly WrittenVariable[] {
  return [...text.matchAll(/\$\{([^,}${]+)(,[^}]*)?\}/g)].flatMap(
    ({ 0: written, 1: inner = '', 2: rest, index }) => {
      const key = inner.trim();
      return /^[*?]?$/.test(key) ? [] : [{ written, key, hasDefault: rest !== undefined, at: index }];
    },
  );
}
