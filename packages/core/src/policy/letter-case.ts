import { TextTable } from './text-table.js';

const folded: TextTable<string> = new TextTable(64, 1024);

/**
 * A name of an action or condition key with its ASCII letters in lower case. Other letters keep their case:
 * Unicode folds some of them onto ASCII, the Kelvin sign onto `k`, and one name must not pass for another.
 *
 * Requests bring the same few names again and again, so the last ones are remembered.
 */
export function foldCase(name: string): string {
  const known = folded.get(name);
  if (known !== undefined) return known;
  const lower = name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  folded.set(name, lower);
  return lower;
}
