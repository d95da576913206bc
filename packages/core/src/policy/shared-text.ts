import { TextTable } from './text-table.js';

const texts: TextTable<string> = new TextTable(64, 4096);

/**
 * An equal text, mostly one that was given before. The same few actions stand in the policies of many principals, who ask
 * about the same few resources, so the last texts are kept for all of them: each takes room once.
 */
export function sharedText(text: string): string {
  const known = texts.get(text);
  if (known === undefined) texts.set(text, text);
  return known ?? text;
}
