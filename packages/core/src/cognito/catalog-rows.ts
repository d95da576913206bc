import { lazy } from '../lazy.js';
import type { ActionRow } from './actions.data.js';
import type { ActionEntry } from './catalog-entries.js';
import { operationRows } from './operations.data.js';

const summaries = lazy(
  (): ReadonlyMap<string, string> => new Map(operationRows().map((row) => [row[0], row[8]])),
);

/** The entry of a row of today's table or an older one; the summary is the operation's, which has the same name. */
export function actionEntry(row: ActionRow): ActionEntry {
  return Object.freeze({
    action: row.action,
    accessLevel: row.accessLevel,
    resourceTypes: Object.freeze(
      row.resourceTypes.map(({ type, required, conditionKeys = [], dependentActions = [] }) =>
        Object.freeze({
          type,
          required,
          conditionKeys: Object.freeze([...conditionKeys]),
          dependentActions: Object.freeze([...dependentActions]),
        }),
      ),
    ),
    conditionKeys: Object.freeze([...(row.conditionKeys ?? [])]),
    dependentActions: Object.freeze([...(row.dependentActions ?? [])]),
    summary: row.summary ?? summaries().get(row.action) ?? '',
  });
}
