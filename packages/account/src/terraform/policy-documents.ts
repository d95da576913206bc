import {
  itemsOf,
  membersOf,
  type Resolved,
  type ResolvedMap,
  scalar,
  textOf,
} from '../described/resolved-value.js';
import type { Plan, PlanResource } from './plan.js';
import { listOf, recordOf } from './records.js';

const lists: readonly (readonly [string, string])[] = [
  ['actions', 'Action'],
  ['not_actions', 'NotAction'],
  ['resources', 'Resource'],
  ['not_resources', 'NotResource'],
];

/**
 * The document of a `data.aws_iam_policy_document`: the one that it gave, or where it is yet to be read what its blocks
 * make, the statements that the plan knows whole among them.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function policyDocumentOf(plan: Plan, data: PlanResource, attribute: string): Resolved | undefined {
  if (attribute !== 'json' && attribute !== 'minified_json') return undefined;
  if (data.unknown.get(attribute) !== true) return data.attribute(attribute);
  const sources = [
    ...itemsOf(data.attribute('source_policy_documents')),
    ...itemsOf(data.attribute('source_json')),
  ];
  const overrides = [
    ...itemsOf(data.attribute('override_policy_documents')),
    ...itemsOf(data.attribute('override_json')),
  ];
  const whole = [...sources, ...overrides].find(({ kind }) => kind !== 'map');
  if (whole !== undefined) return whole;
  const written = data.attribute('statement');
  if (written?.kind === 'unresolved') return written;
  const own = itemsOf(written).map(statementOf);
  notePools(plan, data, itemsOf(written));
  const statements = merged([sources.flatMap(statementsOf), own, overrides.flatMap(statementsOf)]);
  const version = data.attribute('version') ?? scalar(data.pointer, '2012-10-17');
  const members = new Map<string, Resolved>([
    ['Version', version],
    ['Statement', { kind: 'list', pointer: written?.pointer ?? data.pointer, items: statements }],
  ]);
  return { kind: 'map', pointer: data.pointer, members };
}

function statementsOf(document: Resolved): readonly Resolved[] {
  return itemsOf(membersOf(document).get('Statement'));
}

/** A later statement takes the place of an earlier one of its `Sid`. */
function merged(lots: readonly (readonly Resolved[])[]): readonly Resolved[] {
  const all: Resolved[] = [];
  for (const lot of lots) {
    for (const statement of lot) {
      const sid = textOf(membersOf(statement).get('Sid')) ?? '';
      const index = all.findIndex((one) => sid !== '' && textOf(membersOf(one).get('Sid')) === sid);
      if (index < 0) all.push(statement);
      else all[index] = statement;
    }
  }
  return all;
}

function statementOf(block: Resolved): Resolved {
  if (block.kind !== 'map') return block;
  const { pointer, members: written } = block;
  const members = new Map<string, Resolved>();
  const sid = written.get('sid');
  if (sid !== undefined && textOf(sid) !== '') members.set('Sid', sid);
  members.set('Effect', written.get('effect') ?? scalar(pointer, 'Allow'));
  for (const [name, element] of lists) {
    const value = written.get(name);
    if (value === undefined || (value.kind === 'list' && value.items.length === 0)) continue;
    members.set(element, name.endsWith('resources') ? withVariables(value) : value);
  }
  for (const [name, element] of [
    ['principals', 'Principal'],
    ['not_principals', 'NotPrincipal'],
  ] as const) {
    const principals = written.get(name);
    if (itemsOf(principals).length > 0 && principals !== undefined) members.set(element, principals);
  }
  const condition = conditionOf(written.get('condition'));
  if (condition !== undefined) members.set('Condition', condition);
  return { kind: 'map', pointer, members };
}

/** Blocks of one operator and key are one: their values count together. */
function conditionOf(blocks: Resolved | undefined): Resolved | undefined {
  if (blocks === undefined || (blocks.kind === 'list' && blocks.items.length === 0)) return undefined;
  if (blocks.kind !== 'list') return blocks;
  const operators = new Map<string, Map<string, Resolved[]>>();
  for (const block of blocks.items) {
    if (block.kind !== 'map') return block;
    const [test, variable, values] = ['test', 'variable', 'values'].map((name) => block.members.get(name));
    const [operator, key] = [textOf(test), textOf(variable)];
    if (operator === undefined || key === undefined)
      return test?.kind === 'unresolved' ? test : (variable ?? block);
    const keys = operators.get(operator) ?? new Map<string, Resolved[]>();
    operators.set(operator, keys.set(key, [...(keys.get(key) ?? []), ...itemsOf(values).map(withVariables)]));
  }
  const { pointer } = blocks;
  const ofKeys = (keys: ReadonlyMap<string, readonly Resolved[]>): ResolvedMap => {
    const members = [...keys].map(([key, items]): [string, Resolved] => [
      key,
      { kind: 'list', pointer, items },
    ]);
    return { kind: 'map', pointer, members: new Map(members) };
  };
  const members = [...operators].map(([operator, keys]): [string, Resolved] => [operator, ofKeys(keys)]);
  return { kind: 'map', pointer, members: new Map(members) };
}

/** Terraform writes policy variables as `&{aws:username}`. */
function withVariables(value: Resolved): Resolved {
  if (value.kind === 'list') return { ...value, items: value.items.map(withVariables) };
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return value;
  return { ...value, value: value.value.replaceAll('&{', '${') };
}

/** Says what a plan leaves open of resources that are pools yet to be made. */
function notePools(plan: Plan, data: PlanResource, blocks: readonly Resolved[]): void {
  const unknown = data.unknown.get('statement');
  for (const [index, block] of blocks.entries()) {
    const resources = membersOf(block).get('resources');
    const wasUnknown = listOf(recordOf(listOf(unknown)[index]).get('resources')).includes(true);
    const pools = itemsOf(resources).flatMap((item) => textOf(item) ?? []);
    if (!wasUnknown || resources === undefined || pools.length < itemsOf(resources).length) continue;
    plan.report(resources.pointer, {
      severity: 'info',
      code: 'planned-resource',
      message: `\`resources\` of \`${data.address}\` is read as the ARN of a user pool that is yet to be made: a plan does not tell whether there is text around it`,
    });
  }
}
