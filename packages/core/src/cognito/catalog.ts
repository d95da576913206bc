import { actionRows, conditionKeyRows, resourceTypeRows } from './actions.data.js';
import type {
  ActionEntry,
  Catalog,
  ConditionKeyEntry,
  OperationEntry,
  ResourceTypeEntry,
} from './catalog-entries.js';
import { expandActions } from './catalog-expand.js';
import { revisions } from './catalog-revisions.js';
import { actionEntry } from './catalog-rows.js';
import { type Operation, type OperationRow, operationRows } from './operations.data.js';

const actions: ReadonlyMap<string, ActionEntry> = new Map(
  actionRows.map((row) => [row.action, actionEntry(row)]),
);

const actionsByLowerCase: ReadonlyMap<string, ActionEntry> = new Map(
  [...actions].map(([name, entry]) => [name.toLowerCase(), entry]),
);

const operations: ReadonlyMap<Operation, OperationEntry> = new Map(
  operationRows.map((row) => [row[0], operationEntry(row)]),
);
const operationsByName: ReadonlyMap<string, OperationEntry> = operations;

const resourceTypes: ReadonlyMap<string, ResourceTypeEntry> = new Map(
  resourceTypeRows.map((row) => [
    row.type,
    Object.freeze({ ...row, conditionKeys: Object.freeze([...(row.conditionKeys ?? [])]) }),
  ]),
);

const conditionKeys: ReadonlyMap<string, ConditionKeyEntry> = new Map(
  conditionKeyRows.map((row) => [row.key, Object.freeze({ ...row })]),
);

function operationEntry(row: OperationRow): OperationEntry {
  const [
    operation,
    authorization,
    signed,
    resourceFrom,
    required,
    identifying,
    userAdminScope,
    errors,
    summary,
  ] = row;
  return Object.freeze({
    operation,
    action: `cognito-idp:${operation}`,
    authorization,
    signed,
    resourceFrom,
    requiredMembers: words(required),
    identifyingMembers: words(identifying),
    userAdminScope,
    errors: Object.freeze(words(errors).map((error) => `${error}Exception`)),
    listed: actions.has(operation),
    summary,
  });
}

function operationOf(name: Operation): OperationEntry;
function operationOf(name: string): OperationEntry | undefined;
function operationOf(name: string): OperationEntry | undefined {
  return operationsByName.get(name);
}

function words(text: string): readonly string[] {
  return Object.freeze(text === '' ? [] : text.split(' '));
}

/** The one catalogue, built when the module loads: lookups and iteration, nothing is computed for a request. */
export const catalog: Catalog = Object.freeze({
  operations,
  actions,
  resourceTypes,
  conditionKeys,
  operation: operationOf,
  action: (name: string) => {
    const lowerCase = name.toLowerCase();
    return actionsByLowerCase.get(
      lowerCase.startsWith('cognito-idp:') ? lowerCase.slice('cognito-idp:'.length) : lowerCase,
    );
  },
  expand: (pattern: string) => expandActions(pattern, actions.keys()),
  revisions,
  revision: (id: string) => revisions.get(id),
});
