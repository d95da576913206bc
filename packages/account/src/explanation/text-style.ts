/** Functions that colour a text; where there are no colours they leave it as it is. */
export type TextColours = Readonly<
  Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', (text: string) => string>
>;

/** How text is written for people. */
export interface TextStyle {
  readonly colours: TextColours;
  /** The width of the terminal; lines break at blanks, and a longer word stays whole, so that it can be copied. */
  readonly columns: number;
  /** How the reader gives a request a condition key; by default as the command takes it: `--context key=value`. */
  readonly contextHint?: string;
}

/** The lines of a text, each with `indent` before it. */
export function wrapped(text: string, columns: number, indent: string): readonly string[] {
  const width = Math.max(20, columns - indent.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${indent}${one}`);
}
