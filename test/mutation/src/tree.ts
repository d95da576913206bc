import { parseAst } from 'vitest/node';

/** A node of a source's syntax tree, with its place in the text. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The syntax tree of a TypeScript source. */
export function parse(code: string): Node {
  const program: unknown = parseAst(code, { lang: 'ts' });
  if (!isNode(program)) throw new Error('The parser gave no syntax tree.');
  return program;
}

const wrappers = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']);
const unseen = new Set(['ImportDeclaration', 'ExportAllDeclaration']);

/** The nodes below a node that exist while the program runs: no types, no imports, no names of members. */
export function children(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (const [member, value] of Object.entries(node)) {
    if (member === 'key' && node['computed'] !== true) continue;
    if (member === 'source' && node.type === 'ExportNamedDeclaration') continue;
    for (const one of Array.isArray(value) ? value : [value]) if (isNode(one) && runs(one)) found.push(one);
  }
  return found;
}

function runs({ type }: Node): boolean {
  return wrappers.has(type) || !(type.startsWith('TS') || unseen.has(type));
}

/** A node that a member holds, where it holds one. */
export function member(node: Node, name: string): Node | undefined {
  const value = node[name];
  return isNode(value) ? value : undefined;
}

/** The nodes of a list that a member holds. */
export function members(node: Node, name: string): readonly Node[] {
  const value = node[name];
  return Array.isArray(value) ? value.filter(isNode) : [];
}
