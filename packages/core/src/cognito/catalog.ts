import { lazy } from '../lazy.js';
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

const actions = lazy(
  (): ReadonlyMap<string, ActionEntry> => new Map(actionRows().map((row) => [row.action, actionEntry(row)])),
);

const actionsByLowerCase = lazy(
  (): ReadonlyMap<string, ActionEntry> =>
    new Map([...actions()].map(([name, entry]) => [name.toLowerCase(), entry])),
);

const operations = lazy(
  (): ReadonlyMap<Operation, OperationEntry> =>
    new Map(operationRows().map((row) => [row[0], operationEntry(row)])),
);

const resourceTypes = lazy(
  (): ReadonlyMap<string, ResourceTypeEntry> =>
    new Map(
      resourceTypeRows().map((row) => [
        row.type,
        Object.freeze({ ...row, conditionKeys: Object.freeze([...(row.conditionKeys ?? [])]) }),
      ]),
    ),
);

const conditionKeys = lazy(
  (): ReadonlyMap<string, ConditionKeyEntry> =>
    new Map(conditionKeyRows().map((row) => [row.key, Object.freeze({ ...row })])),
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
    resourceFrom: resourceFrom ?? undefined,
    requiredMembers: words(required),
    identifyingMembers: words(identifying),
    userAdminScope,
    errors: Object.freeze(words(errors).map((error) => `${error}Exception`)),
    listed: actions().has(operation),
    summary,
  });
}

function operationOf(name: Operation): OperationEntry;
function operationOf(name: string): OperationEntry | undefined;
function operationOf(name: string): OperationEntry | undefined {
  const byName: ReadonlyMap<string, OperationEntry> = operations();
  return byName.get(name);
}

function words(text: string): readonly string[] {
  return Object.freeze(text === '' ? [] : text.split(' '));
}

/** The one catalogue. Each map is made when it is first asked for, and then there for good. */
export const catalog: Catalog = Object.freeze({
  get operations() {
    return operations();
  },
  get actions() {
    return actions();
  },
  get resourceTypes() {
    return resourceTypes();
  },
  get conditionKeys() {
    return conditionKeys();
  },
  operation: operationOf,
  action: (name: string) => {
    const lowerCase = name.toLowerCase();
    return actionsByLowerCase().get(
      lowerCase.startsWith('cognito-idp:') ? lowerCase.slice('cognito-idp:'.length) : lowerCase,
    );
  },
  expand: (pattern: string) => expandActions(pattern, actions().keys()),
  get revisions() {
    return revisions();
  },
  revision: (id: string) => revisions().get(id),
});
