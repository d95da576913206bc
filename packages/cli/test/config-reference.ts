import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** What a reader knows from elsewhere, or sees explained where it is first used. */
const explained = new Set(['policy', 'policiesByName', 'jwks', 'serviceControlPolicy', 'controlPolicy']);

const file = createRequire(import.meta.url).resolve('@cognito-iam/account/cognito-iam.schema.json');
const root: Schema = JSON.parse(readFileSync(file, 'utf8'));

/** The table of the README: a row for each key, from the schema. */
export function configReference(): string {
  const rows = membersOf(root, '').map(({ path, schema, required }) => {
    const { description = '', default: given } = resolved(schema);
    const fallback = required ? 'required' : given === undefined ? '' : `\`${JSON.stringify(given)}\``;
    return [`\`${path}\``, description.replaceAll('|', '\\|'), fallback.replaceAll('"', '')];
  });
  const table = [['key', 'what it says', 'left out'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(table[0] ?? []), rule, ...rows.map(line)].join('\n');
}

interface Member {
  readonly path: string;
  readonly schema: Schema;
  readonly required: boolean;
}

function membersOf(schema: Schema, prefix: string, seen: readonly string[] = []): readonly Member[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const path = prefix + name;
    const required = schema.required?.includes(name) === true;
    return [{ path, schema: member, required }, ...inside(member, path, seen)];
  });
}

function inside(schema: Schema, path: string, seen: readonly string[]): readonly Member[] {
  const name = schema.$ref?.split('/').at(-1) ?? '';
  // The role mapping of an issuer is like the common one.
  if (explained.has(name) || (name === 'roleMapping' && path !== name) || seen.includes(name)) return [];
  const known = name === '' ? seen : [...seen, name];
  const { items, additionalProperties, then, else: otherwise, ...own } = resolved(schema);
  return [
    ...membersOf(own, `${path}.`, known),
    ...(items === undefined ? [] : inside(items, `${path}[]`, known)),
    ...(typeof additionalProperties === 'object'
      ? inside(additionalProperties, `${path}.<name>`, known)
      : []),
    ...(then === undefined ? [] : inside(then, path, known)),
    ...(otherwise === undefined ? [] : inside(otherwise, path, known)),
  ].filter(({ path: one }, index, all) => all.findIndex((other) => other.path === one) === index);
}

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  const { $ref: _, ...own } = schema;
  return name === undefined ? own : { ...resolved(root.definitions?.[name] ?? {}), ...own };
}
