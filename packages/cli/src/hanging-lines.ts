import { stripVTControlCharacters } from 'node:util';

/**
 * Text in lines of at most `columns`, those after the first indented by `indent` blanks. It breaks between `parts`; a
 * part that is wider than a line breaks at its blanks, and a longer word stays whole, so that it can be copied. Colours
 * have no width.
 */
export function hangingLines(parts: readonly string[], columns: number, indent: number): string {
  const lines: string[] = [];
  let line = '';
  const room = (): number => columns - (lines.length === 0 ? 0 : indent);
  const add = (part: string): boolean => {
    const joined = line === '' ? part : `${line} ${part}`;
    if (line !== '' && widthOf(joined) > room()) return false;
    line = joined;
    return true;
  };
  const begin = (part: string): void => {
    lines.push(line);
    line = part;
  };
  for (const part of parts) {
    if (widthOf(part) > columns - indent) {
      for (const word of part.split(' ')) if (!add(word)) begin(word);
    } else if (!add(part)) begin(part);
  }
  return [...lines, line].map((one, index) => `${index === 0 ? '' : ' '.repeat(indent)}${one}`).join('\n');
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
