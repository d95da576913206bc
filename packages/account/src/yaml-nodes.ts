import { yamlLibrary } from './yaml-library.js';

/** A member of a node: the key where it is one of a map, and the value. */
interface Member {
  readonly key?: unknown;
  readonly value?: unknown;
}

/**
 * Finds members of a document's nodes, whose maps may have thousands of them: each is gone through once, when it is
 * first asked.
 */
export function memberFinder(): (node: unknown, step: string) => Member {
  const { isMap, isScalar, isSeq } = yamlLibrary();
  const known = new WeakMap<object, ReadonlyMap<string, Member>>();
  return (node, step) => {
    if (isSeq(node)) return { value: node.items[Number(step)] };
    if (!isMap(node)) return {};
    let members = known.get(node);
    if (members === undefined) {
      // Of two of one name the first: the second is what is told as wrong.
      const pairs = node.items.flatMap(({ key, value }): readonly (readonly [string, Member])[] =>
        isScalar(key) ? [[String(key.value), { key, value }]] : [],
      );
      members = new Map(pairs.reverse());
      known.set(node, members);
    }
    return members.get(step) ?? {};
  };
}

/** Where a node begins, in UTF-16 code units; `undefined` for what stands nowhere. */
export function offsetOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) {
    return undefined;
  }
  const [start] = node.range;
  return typeof start === 'number' ? start : undefined;
}

/**
 * Where keys begin that their map has already, in the order of levels. In place of the library's own check, which holds
 * each key against all before it.
 */
export function duplicateKeys(contents: unknown): readonly number[] {
  const { isMap, isScalar } = yamlLibrary();
  const found: number[] = [];
  for (const node of everyNode(contents)) {
    if (!isMap(node)) continue;
    const keys = new Set<string>();
    for (const pair of node.items) {
      if (!isScalar(pair.key)) continue;
      const key = String(pair.key.value);
      if (keys.has(key)) found.push(offsetOf(pair.key) ?? 0);
      keys.add(key);
    }
  }
  return found;
}

/** Where the first alias begins that no anchor stands before; `undefined` where there is none. */
export function aliasWithoutAnchor(contents: unknown): number | undefined {
  const { isAlias, isNode } = yamlLibrary();
  const anchors = new Map<string, number>();
  const aliases: { readonly name: string; readonly offset: number }[] = [];
  for (const node of everyNode(contents)) {
    const offset = offsetOf(node) ?? 0;
    if (isAlias(node)) aliases.push({ name: node.source, offset });
    else if (isNode(node) && node.anchor !== undefined) {
      anchors.set(node.anchor, Math.min(offset, anchors.get(node.anchor) ?? offset));
    }
  }
  const [first] = aliases
    .filter(({ name, offset }) => (anchors.get(name) ?? Number.POSITIVE_INFINITY) > offset)
    .sort((one, other) => one.offset - other.offset);
  return first?.offset;
}

/** The nodes and pairs of a document, level by level. */
function everyNode(contents: unknown): readonly unknown[] {
  const { isMap, isPair, isSeq } = yamlLibrary();
  const nodes: unknown[] = [contents];
  // The list grows while it is gone through: no recursion, however deep the document.
  for (const node of nodes) {
    if (isPair(node)) nodes.push(node.key, node.value);
    else if (isSeq(node) || isMap(node)) for (const item of node.items) nodes.push(item);
  }
  return nodes;
}
