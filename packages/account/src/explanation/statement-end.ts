import { findNodeAtOffset, type Node, parseTree } from 'jsonc-parser';
import type { Place } from '../place.js';
import { yamlLibrary } from '../yaml-library.js';

/** A place in a file, both from 1. */
export type Position = Pick<Place, 'line' | 'column'>;

/**
 * Where the value ends that begins at a place in the text of a JSON or YAML file, just after its last character.
 * `undefined` where none begins there.
 */
export function valueEnd(text: string, { file, line, column }: Place): Position | undefined {
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const start = (lineStarts[line - 1] ?? 0) + column - 1;
  const end = /\.json$/i.test(file) ? endInJson(text, start) : endInYaml(text, start);
  if (end === undefined) return undefined;
  const endLine = lineStarts.findLastIndex((lineStart) => lineStart <= end);
  return { line: endLine + 1, column: end - (lineStarts[endLine] ?? 0) + 1 };
}

function endInJson(text: string, start: number): number | undefined {
  const tree = parseTree(text);
  const node = tree && findNodeAtOffset(tree, start);
  // The place of a member is that of its key.
  const whole: Node | undefined =
    node?.parent?.type === 'property' && node.offset === start ? node.parent : node;
  return whole?.offset === start ? whole.offset + whole.length : undefined;
}

function endInYaml(text: string, start: number): number | undefined {
  const { isNode, parseDocument, visit } = yamlLibrary();
  let end: number | undefined;
  visit(parseDocument(text, { logLevel: 'silent' }), {
    Pair: (_, { key, value }) => {
      if (!isNode(key) || key.range?.[0] !== start) return undefined;
      end = isNode(value) ? value.range?.[1] : key.range[1];
      return visit.BREAK;
    },
    Node: (_, node) => {
      if (node.range?.[0] !== start) return undefined;
      end = node.range[1];
      return visit.BREAK;
    },
  });
  return end === undefined ? undefined : start + text.slice(start, end).trimEnd().length;
}
