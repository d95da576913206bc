import { createHash } from 'node:crypto';
import { type Replacement, replacementsOf } from './operators.js';
import { children, member, members, type Node, parse } from './tree.js';

/** One small change of a source, that a test should notice. */
export interface Mutant extends Replacement {
  /** Stays the same while its line does, wherever the line goes. */
  readonly id: string;
  /** From the root of the repository. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The line that it changes, without the space around it. */
  readonly code: string;
  /** What it changes: `before → after`. */
  readonly change: string;
  /** Where the statement begins without which nothing runs what is changed. */
  readonly runsWith: number;
}

/** Every mutant of a source. */
export function mutantsOf(file: string, code: string): readonly Mutant[] {
  const found: Mutant[] = [];
  const seen = new Map<string, number>();
  walk(parse(code), 0, (node, runsWith) => {
    for (const replacement of replacementsOf(node, code)) {
      const change = `${code.slice(replacement.start, replacement.end)} → ${replacement.text}`;
      const from = code.lastIndexOf('\n', replacement.start - 1) + 1;
      const to = code.indexOf('\n', replacement.start);
      const line = code.slice(from, to < 0 ? undefined : to).trim();
      const text = [file, line, change].join('\n');
      const nth = seen.get(text) ?? 0;
      seen.set(text, nth + 1);
      found.push({
        ...replacement,
        id: digest(`${text}\n${nth}`),
        file,
        line: code.slice(0, replacement.start).split('\n').length,
        column: replacement.start - from + 1,
        code: line,
        change,
        runsWith,
      });
    }
  });
  return found.sort((one, other) => one.start - other.start || one.end - other.end);
}

/** A part of the mutants, the same for the same seed; a change of one line changes little of it. */
export function sampleOf(mutants: readonly Mutant[], size: number, seed: string): readonly Mutant[] {
  const places = new Map(mutants.map(({ id }) => [id, digest(`${seed}\n${id}`)]));
  const place = ({ id }: Mutant) => places.get(id) ?? '';
  return [...mutants].sort((one, other) => (place(one) < place(other) ? -1 : 1)).slice(0, size);
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Visits every node with the place of the statement, or of the arrow's expression, that it runs with. */
function walk(node: Node, runsWith: number, visit: (node: Node, runsWith: number) => void): void {
  visit(node, isFunction(node) ? (firstStatement(node) ?? runsWith) : runsWith);
  const starting = new Set(starts(node));
  for (const child of children(node)) walk(child, starting.has(child) ? child.start : runsWith, visit);
}

/** The nodes below a node before which a statement can be put, and what an arrow answers with. */
export function starts(node: Node): readonly Node[] {
  if (node.type === 'Program' || node.type === 'BlockStatement') return members(node, 'body');
  if (node.type === 'SwitchCase') return members(node, 'consequent');
  const body = member(node, 'body');
  if (node.type !== 'ArrowFunctionExpression' || body === undefined) return [];
  return body.type === 'BlockStatement' ? [] : [body];
}

function isFunction({ type }: Node): boolean {
  return type.endsWith('FunctionExpression') || type === 'FunctionDeclaration';
}

function firstStatement(node: Node): number | undefined {
  const body = member(node, 'body');
  return body === undefined ? undefined : members(body, 'body')[0]?.start;
}
