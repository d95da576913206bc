import { lazy } from '../lazy.js';
import { type ActionRow, actionRows } from './actions.data.js';
import type { ActionEntry, Revision, RevisionDifference } from './catalog-entries.js';
import { actionEntry } from './catalog-rows.js';
import { actionRows2018 } from './revision-2018.data.js';
import { actionRows2020 } from './revision-2020.data.js';

/** Dated tables of actions that came before today's, by id, the oldest first. */
export const revisions: () => ReadonlyMap<string, Revision> = lazy(() => {
  const today = entriesByName(actionRows());
  const all = [
    revision('2018', 'the IAM User Guide between the end of 2017 and March 2019', actionRows2018(), today),
    revision('2020', 'the service reference between September 2020 and June 2021', actionRows2020(), today),
  ];
  return new Map(all.map((entry) => [entry.id, entry]));
});

function revision(
  id: string,
  describes: string,
  rows: readonly ActionRow[],
  today: ReadonlyMap<string, ActionEntry>,
): Revision {
  const actions = entriesByName(rows);
  return Object.freeze({
    id,
    describes,
    actions,
    differences: Object.freeze(differencesBetween(actions, today)),
  });
}

function entriesByName(rows: readonly ActionRow[]): ReadonlyMap<string, ActionEntry> {
  return new Map(rows.map((row) => [row.action, actionEntry(row)]));
}

function differencesBetween(
  older: ReadonlyMap<string, ActionEntry>,
  current: ReadonlyMap<string, ActionEntry>,
): readonly RevisionDifference[] {
  const names = [...new Set([...older.keys(), ...current.keys()])].sort();
  return names.flatMap((action) => {
    const before = columnsOf(older.get(action));
    const today = columnsOf(current.get(action));
    const listing = difference(action, 'action', before.action, today.action);
    if (listing !== undefined) return [listing];
    return [
      difference(action, 'accessLevel', before.accessLevel, today.accessLevel),
      difference(action, 'resourceTypes', before.resourceTypes, today.resourceTypes),
      difference(action, 'conditionKeys', before.conditionKeys, today.conditionKeys),
      difference(action, 'dependentActions', before.dependentActions, today.dependentActions),
    ].filter((found) => found !== undefined);
  });
}

/** The cells of a row, each as a sorted list of words in AWS's own notation; all are empty where the row is missing. */
function columnsOf(entry: ActionEntry | undefined): Record<RevisionDifference['column'], readonly string[]> {
  if (entry === undefined) {
    return { action: [], accessLevel: [], resourceTypes: [], conditionKeys: [], dependentActions: [] };
  }
  const parts = [entry, ...entry.resourceTypes];
  return {
    action: [entry.action],
    accessLevel: [entry.accessLevel],
    resourceTypes: entry.resourceTypes.map(({ type, required }) => (required ? `${type}*` : type)).sort(),
    conditionKeys: parts.flatMap(({ conditionKeys }) => conditionKeys).sort(),
    dependentActions: parts.flatMap(({ dependentActions }) => dependentActions).sort(),
  };
}

function difference(
  action: string,
  column: RevisionDifference['column'],
  before: readonly string[],
  today: readonly string[],
): RevisionDifference | undefined {
  if (before.length === today.length && before.every((word, index) => word === today[index]))
    return undefined;
  return Object.freeze({
    action,
    column,
    before: Object.freeze([...before]),
    today: Object.freeze([...today]),
  });
}
