/** Where something is written. */
export interface Place {
  /** The file as the user named it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
}

/** `file:line:column`, which terminals and editors make a link of. */
export function formatPlace({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
