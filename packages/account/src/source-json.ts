import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Finding } from './finding.js';
import { pointerOf, pointerSteps } from './json-pointer.js';
import { tooDeep, tooDeepOffset } from './nesting.js';
import type { Place } from './place.js';
import { placeFinder } from './text-lines.js';

/** What a reader gives of a text. */
export interface ReadText {
  readonly value: unknown;
  /** Empty, or the value is of no use. */
  readonly findings: readonly Finding[];
  readonly placeOf: (pointer: string) => Place;
}

/** Reads JSON. Places are looked for when they are first asked for, since most texts are never asked. */
export function readJson(file: string, text: string): ReadText {
  const at = placeFinder(file, text);
  let tree: Node | undefined;
  const root = (): Node | undefined => {
    tree ??= parseTree(text);
    return tree;
  };
  const placeOf = (pointer: string): Place => {
    const path = pointerSteps(pointer);
    for (let length = path.length; length > 0; length--) {
      const node = nodeAt(root(), path.slice(0, length));
      if (node !== undefined) return at(node.parent?.type === 'property' ? node.parent.offset : node.offset);
    }
    return at(root()?.offset ?? 0);
  };
  const deep = tooDeepOffset(text);
  if (deep !== undefined) {
    const finding: Finding = { severity: 'error', code: 'syntax', message: tooDeep, place: at(deep) };
    return { value: undefined, placeOf: () => at(deep), findings: [finding] };
  }
  const { value, findings } = parsed(text, at);
  return { value, placeOf, findings: findings.length > 0 ? findings : duplicates(text, at, root) };
}

function nodeAt(root: Node | undefined, path: readonly string[]): Node | undefined {
  let node = root;
  for (const step of path) {
    if (node === undefined) return undefined;
    node = findNodeAtLocation(node, [node.type === 'array' ? Number(step) : step]);
  }
  return node;
}

function parsed(text: string, at: (offset: number) => Place): Pick<ReadText, 'value' | 'findings'> {
  try {
    return { value: JSON.parse(text), findings: [] };
  } catch {
    if (text.trim() === '') return { value: undefined, findings: [emptyFile(at(0))] };
    // What V8 says of bad JSON differs from version to version and quotes the text.
    const errors: ParseError[] = [];
    try {
      parseTree(text, errors, { disallowComments: true });
    } catch {
      // Text that is no JSON can hide from `tooDeepOffset` how deep it goes.
    }
    const findings = errors.slice(0, 1).map(({ error, offset }): Finding => {
      const fault = printParseErrorCode(error);
      const message = `this is not JSON: ${words(fault)}`;
      const mend = mends.get(fault);
      return {
        severity: 'error',
        code: 'syntax',
        message,
        ...(mend !== undefined && { mend }),
        place: at(offset),
      };
    });
    const unknown: Finding = { severity: 'error', code: 'syntax', message: 'this is not JSON', place: at(0) };
    return { value: undefined, findings: findings.length > 0 ? findings : [unknown] };
  }
}

/** The finding for a file that says nothing. */
export function emptyFile(place: Place): Finding {
  return {
    severity: 'error',
    code: 'syntax',
    message: 'the file is empty',
    mend: 'write it, or name another',
    place,
  };
}

/** https://www.rfc-editor.org/rfc/rfc8259 */
const mends: ReadonlyMap<string, string> = new Map([
  ['CloseBraceExpected', 'close it with `}`'],
  ['CloseBracketExpected', 'close it with `]`'],
  ['ColonExpected', 'write a colon between key and value'],
  ['CommaExpected', 'write a comma between two values'],
  ['EndOfFileExpected', 'leave out what follows the value'],
  ['InvalidCommentToken', 'leave the comment out, or call the file `.yaml`, where comments begin with `#`'],
  ['InvalidSymbol', 'put texts in double quotes'],
  ['PropertyNameExpected', 'put keys in double quotes, and no comma behind the last value'],
  ['UnexpectedEndOfString', 'close the double quotes'],
  ['ValueExpected', 'write a value, and no comma behind the last'],
]);

/** `PropertyNameExpected` → `property name expected`. */
function words(code: string): string {
  return code.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

/**
 * Keys that an object has twice: `JSON.parse` takes the last without a word, and policies where the reader sees one
 * and IAM another are dangerous.
 */
function duplicates(text: string, at: (offset: number) => Place, root: () => Node | undefined): Finding[] {
  const found: Finding[] = [];
  const visit = (node: Node, path: readonly (string | number)[]): void => {
    const seen = new Set<unknown>();
    for (const [index, child] of (node.children ?? []).entries()) {
      if (node.type === 'array') visit(child, [...path, index]);
      const [key, value] = child.children ?? [];
      if (node.type !== 'object' || key === undefined) continue;
      if (seen.has(key.value)) {
        const message = `the key \`${String(key.value)}\` is there twice in ${pointerOf(...path) || 'the file'}`;
        found.push({ severity: 'error', code: 'duplicate-key', message, place: at(child.offset) });
      }
      seen.add(key.value);
      if (value !== undefined) visit(value, [...path, String(key.value)]);
    }
  };
  const tree = text.length > 0 ? root() : undefined;
  if (tree !== undefined) visit(tree, []);
  return found;
}
