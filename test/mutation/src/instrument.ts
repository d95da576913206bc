import { starts } from './mutants.js';
import type { Replacement } from './operators.js';
import { children, member, type Node, parse } from './tree.js';

const loops = /^(?:For|While|DoWhile)/;

/** The source with a count in every loop, and with a mutant where one is given. */
export function countLoops(code: string, mutant?: Replacement): string {
  const edits: Replacement[] = mutant === undefined ? [] : [mutant];
  each(parse(code), (node) => {
    const body = member(node, 'body');
    if (!loops.test(node.type) || body === undefined) return;
    if (mutant !== undefined && isWithin(body, mutant)) return;
    edits.push(put(body.start, '{globalThis.mutation.count();'), put(body.end, '}'));
  });
  return apply(code, edits);
}

/** The source telling which of its statements run. `file` is a number of its own. */
export function tellRuns(code: string, file: number): string {
  const edits: Replacement[] = [];
  each(parse(code), (node) => {
    for (const one of starts(node)) {
      const call = `globalThis.mutation.runs(${runNumber(file, one.start)})`;
      if (node.type === 'ArrowFunctionExpression') edits.push(put(one.start, `(${call},`), put(one.end, ')'));
      else if (one.type !== 'ImportDeclaration') edits.push(put(one.start, `${call};`));
    }
  });
  return apply(code, edits);
}

/** The number by which a statement tells that it runs. */
export function runNumber(file: number, start: number): number {
  return file * 1_000_000 + start;
}

function isWithin(inner: Node, outer: Replacement): boolean {
  const equal = outer.start === inner.start && outer.end === inner.end;
  return !equal && outer.start <= inner.start && inner.end <= outer.end;
}

function each(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const child of children(node)) each(child, visit);
}

function put(at: number, text: string): Replacement {
  return { start: at, end: at, text };
}

/** Insertions at one place keep their order where they open, so that what is put around is nested. */
function apply(code: string, edits: readonly Replacement[]): string {
  const inOrder = edits
    .map((edit, order) => ({ ...edit, order }))
    .sort((one, other) => one.start - other.start || one.end - other.end || one.order - other.order);
  let at = 0;
  let text = '';
  for (const edit of inOrder) {
    text += code.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + code.slice(at);
}
