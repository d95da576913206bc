import type { Condition } from './condition.js';
import { sharedText } from './shared-text.js';
import type { EntryList } from './statement-elements.js';
import { longestKept, TextTable } from './text-table.js';

/** More entries are nobody else's. */
const mostShared = 32;

const actions: TextTable<EntryList> = new TextTable(64, 1024);
const conditions: TextTable<readonly Condition[]> = new TextTable(64, 1024);

/**
 * An action element that is equal. The same few stand in the policies of many principals, so the last ones are kept for all
 * of them: an element takes no room of its own where another had it before.
 */
export function sharedActions(list: EntryList): EntryList {
  if (list.entries.length > mostShared) return list;
  const text = JSON.stringify(list);
  const known = actions.get(text);
  if (known !== undefined) return known;
  const shared = { entries: Object.freeze(list.entries.map(sharedText)), negated: list.negated };
  actions.set(text, shared);
  return shared;
}

/** Conditions that are equal, in the same way; long ones are nobody else's, and cost nothing to be told so. */
export function sharedConditions(list: readonly Condition[]): readonly Condition[] {
  if (isLong(list)) return list;
  const text = JSON.stringify(list);
  const known = conditions.get(text);
  if (known === undefined) conditions.set(text, list);
  return known ?? list;
}

/** Whether keys and values alone are longer than any text that is kept. */
function isLong(list: readonly Condition[]): boolean {
  let length = 0;
  for (const { key, values } of list) {
    length += key.length;
    for (const value of values) {
      // With its quotes.
      length += value.length + 2;
      if (length > longestKept) return true;
    }
  }
  return false;
}
