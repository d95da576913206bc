import type { OpenElements } from '@cognito-iam/account';
import {
  actionsOn,
  type PermissionContract,
  type Permissions,
  type ResourceClass,
} from './permission-contract.js';
import { isAlways, type Terms } from './terms.js';

/** The version of the file's form. A file of a later one is not read. */
export const contractVersion = 1;

/** Stands for all pools of a contract and any other. */
export const everyPool = 'every pool';
/** Stands for every action that is asked about such resources. */
export const everyAction = 'every action';

const usualHeader = `# Who may do what on Amazon Cognito user pools, as the policies say; what is not here is denied.
# \`cognito-iam contract\` holds the policies to it, and with --update writes it anew. Review it like code.
`;

/**
 * The text of a contract: YAML, a permission a line, in the order of the alphabet. `header` are comments to begin with.
 * What holds for every pool, or for every action, is one line.
 */
export function contractText(contract: PermissionContract, header: string = usualHeader): string {
  const { pools, permissions } = contract;
  const principals = [...permissions].flatMap(([principal, own]) => [
    `  ${scalar(principal)}:`,
    ...sections(own, pools).flatMap(([resource, byAction]) => [
      `    ${scalar(resource)}:`,
      ...byAction.flatMap(([action, terms]) => permissionLines(action, terms)),
    ]),
  ]);
  return [
    `${header}version: ${contractVersion}`,
    ...(pools.length === 0 ? ['pools: []'] : ['pools:', ...pools.map((pool) => `  - ${scalar(pool)}`)]),
    ...(principals.length === 0 ? ['principals: {}'] : ['principals:', ...principals]),
    '',
  ].join('\n');
}

type Section = readonly [resource: string, permissions: readonly (readonly [action: string, terms: Terms])[]];

function sections(permissions: Permissions, pools: readonly string[]): readonly Section[] {
  const classes: readonly ResourceClass[] = [...pools.map((pool) => `pool ${pool}` as const), 'other pools'];
  const shared = actionsOn('other pools').flatMap((action) => {
    const texts = classes.map((one) => textOf(permissions.get(one)?.get(action)));
    const terms = permissions.get('other pools')?.get(action);
    return terms !== undefined && new Set(texts).size === 1 ? [[action, terms] as const] : [];
  });
  const isShared = new Set(shared.map(([action]) => action));
  const own = (resource: ResourceClass): Section => [
    resource,
    folded(
      [...(permissions.get(resource) ?? [])].filter(([action]) => !isShared.has(action)),
      resource,
    ),
  ];
  const all: readonly Section[] = [
    ['*', folded([...(permissions.get('*') ?? [])], '*')],
    [everyPool, folded(shared, 'other pools')],
    ...classes.map(own),
  ];
  return all.filter(([, list]) => list.length > 0);
}

/** One entry for all actions, where there is one for each and all are the same. */
function folded(entries: Section[1], resource: ResourceClass): Section[1] {
  const [first] = entries;
  const isSame = new Set(entries.map(([, terms]) => textOf(terms))).size === 1;
  if (first !== undefined && isSame && entries.length === actionsOn(resource).length) {
    return [[everyAction, first[1]]];
  }
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

function textOf(terms: Terms | undefined): string {
  return JSON.stringify(terms) ?? '';
}

function permissionLines(action: string, terms: Terms): readonly string[] {
  const head = `      ${scalar(action)}:`;
  if (isAlways(terms)) return [`${head} allowed`];
  const [first = [], ...others] = terms.oneOfEach;
  return [
    head,
    ...first.map((one) => `        - if: ${flow(written(one))}`),
    ...others.map((list) => `        - and: ${flow(list.map(written))}`),
    ...terms.unless.map((one) => `        - unless: ${flow(written(one))}`),
  ];
}

/** As policies write it: operators and `Resource` side by side, a single value without a list. */
function written({ Condition = {}, Resource, NotResource }: OpenElements): Readonly<Record<string, unknown>> {
  const value = (values: readonly string[]): unknown => (values.length === 1 ? values[0] : values);
  const conditions = Object.entries(Condition).map(([operator, block]) => [
    operator,
    Object.fromEntries(Object.entries(block).map(([key, values]) => [key, value(values)])),
  ]);
  return {
    ...Object.fromEntries(conditions),
    ...(Resource && { Resource: value(Resource) }),
    ...(NotResource && { NotResource: value(NotResource) }),
  };
}

/** A value in one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return quoted(String(value));
  const entries = Object.entries(value).map(([key, one]) => `${flowKey(key)}: ${flow(one)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function flowKey(key: string): string {
  return /^[A-Za-z]+(?::[A-Za-z]+)?(?:[/-][A-Za-z]+)*$/.test(key) && !isWord(key) ? key : quoted(key);
}

/** A text as YAML has it in blocks: plain where nobody can take it for something else. */
function scalar(text: string): string {
  return /^[A-Za-z][\w/.+=@ -]*[\w/.+=@-]$/.test(text) && !isWord(text) ? text : quoted(text);
}

/** Words that some readers of YAML take for something else than a text. */
function isWord(text: string): boolean {
  return /^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text);
}

/** YAML reads what JSON writes, but for control characters that JSON leaves as they are. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
