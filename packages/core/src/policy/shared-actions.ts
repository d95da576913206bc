import { sharedText } from './shared-text.js';
import type { EntryList } from './statement-elements.js';
import { TextTable } from './text-table.js';

const lists: TextTable<EntryList> = new TextTable(64, 1024);

/**
 * An action element that is equal. The same few entries stand in the policies of many principals, and mostly together,
 * so the last ones are kept for all of them: an element takes no room of its own where another had it before.
 */
export function sharedActions(list: EntryList): EntryList {
  const { entries, negated } = list;
  const text = entries.join();
  const known = lists.get(text, Number(negated));
  if (known !== undefined && areSame(known.entries, entries)) return known;
  const shared = { entries: Object.freeze(entries.map(sharedText)), negated };
  lists.set(text, shared, Number(negated));
  return shared;
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, index) => text === others[index]);
}
