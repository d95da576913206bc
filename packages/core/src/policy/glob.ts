import type { Piece } from './template.js';

/** Tells whether a whole text matches a pattern, or all that follows its first `from` characters, which it has. */
export type TextMatcher = (text: string, from?: number) => boolean;

/** Text without a `many` in it. `codes` holds one entry a character, set only where a `one` is among them. */
interface Chunk {
  readonly text: string;
  readonly length: number;
  readonly codes: readonly number[] | undefined;
}

/** Chunks joined by wildcards that never stand for a colon; groups are joined by wildcards that may. */
type Group = readonly [Chunk, ...Chunk[]];

const anyCharacter = -1;
const anyButColon = -2;
const colon = 58;

/**
 * Compiles pieces without variables to a matcher.
 *
 * Never a regular expression, and nothing is tried twice: however many wildcards there are, the time is at most
 * the text's length × that of the longest stretch between two stars, and in practice near the text's length.
 */
export function compileGlob(pieces: readonly Piece[]): TextMatcher {
  const groups = toGroups(pieces);
  const [first, second] = groups;
  if (first === undefined) return (text, from = 0) => text.length === from;
  const head = first[0];
  if (first.length === 1 && head.codes === undefined) {
    const literal = head.text;
    if (second === undefined) return compileLiteral(literal);
    const tail = second[0];
    if (groups.length === 2 && second.length === 1 && tail.codes === undefined) {
      const suffix = tail.text;
      return compilePrefixAndSuffix(literal, suffix);
    }
  }
  return (text, from = 0) => matchGroups(groups, text, from);
}

/**
 * The commonest shape, one star. ARNs of one account differ only near the end of what they share, so the last
 * character of the prefix is looked at first: most texts that do not match are turned away by it.
 */
function compilePrefixAndSuffix(prefix: string, suffix: string): TextMatcher {
  const lastAt = prefix.length - 1;
  const last = prefix.charCodeAt(lastAt);
  if (suffix === '') {
    if (prefix === '') return () => true;
    return (text, from = 0) => text.charCodeAt(from + lastAt) === last && text.startsWith(prefix, from);
  }
  const shortest = prefix.length + suffix.length;
  if (prefix === '') return (text, from = 0) => text.length >= from + shortest && text.endsWith(suffix);
  return (text, from = 0) =>
    text.length >= from + shortest &&
    text.charCodeAt(from + lastAt) === last &&
    text.endsWith(suffix) &&
    text.startsWith(prefix, from);
}

function compileLiteral(literal: string): TextMatcher {
  return (text, from = 0) =>
    from === 0 ? text === literal : text.length === from + literal.length && text.endsWith(literal);
}

function toGroups(pieces: readonly Piece[]): Group[] {
  const groups: Chunk[][] = [];
  let chunks: Chunk[] = [];
  let run: Piece[] = [];
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at];
    if (piece === undefined || typeof piece === 'string' || piece.kind !== 'many') {
      if (piece !== undefined) run.push(piece);
      continue;
    }
    let crosses = piece.colon;
    // Neighbouring stars are one star, which may cross a colon if any of them may.
    for (let next = pieces[at + 1]; typeof next === 'object' && next.kind === 'many'; next = pieces[at + 1]) {
      crosses ||= next.colon;
      at++;
    }
    chunks.push(toChunk(run));
    run = [];
    if (crosses) {
      groups.push(chunks);
      chunks = [];
    }
  }
  chunks.push(toChunk(run));
  groups.push(chunks);
  return groups.filter((group): group is [Chunk, ...Chunk[]] => group.length > 0);
}

function toChunk(run: readonly Piece[]): Chunk {
  const codes: number[] = [];
  let text = '';
  let wild = false;
  for (const piece of run) {
    if (typeof piece === 'string') {
      text += piece;
      for (let at = 0; at < piece.length; at++) codes.push(piece.charCodeAt(at));
    } else if (piece.kind === 'one') {
      text += '?';
      wild = true;
      codes.push(piece.colon ? anyCharacter : anyButColon);
    }
  }
  return { text, length: text.length, codes: wild ? codes : undefined };
}

function matchesAt(chunk: Chunk, text: string, at: number): boolean {
  if (at + chunk.length > text.length) return false;
  if (chunk.codes === undefined) return text.startsWith(chunk.text, at);
  for (let index = 0; index < chunk.length; index++) {
    const wanted = chunk.codes[index];
    const code = text.charCodeAt(at + index);
    if (wanted === anyCharacter) continue;
    if (wanted === anyButColon ? code === colon : code !== wanted) return false;
  }
  return true;
}

function find(chunk: Chunk, text: string, from: number): number {
  if (chunk.codes === undefined) return text.indexOf(chunk.text, from);
  for (let at = from; at + chunk.length <= text.length; at++) if (matchesAt(chunk, text, at)) return at;
  return -1;
}

/**
 * Leftmost first: after a star that may cross, the leftmost place of a group leaves most room for the rest,
 * so it never has to be taken back. Within a group every star ends before the next colon, so a failed
 * attempt costs at most the few segments that the group spans.
 */
function matchGroups(groups: readonly Group[], text: string, start: number): boolean {
  let from = start;
  for (let index = 0; index < groups.length; index++) {
    const group = groups[index];
    if (group === undefined) return false;
    const last = index === groups.length - 1;
    const end = index === 0 ? matchGroupAt(group, text, from, last) : findGroup(group, text, from, last);
    if (end < 0) return false;
    from = end;
  }
  return true;
}

function findGroup(group: Group, text: string, from: number, toEnd: boolean): number {
  const head = group[0];
  if (toEnd && group.length === 1) {
    const at = text.length - head.length;
    return at >= from && matchesAt(head, text, at) ? text.length : -1;
  }
  for (let at = find(head, text, from); at >= 0; at = find(head, text, at + 1)) {
    const end = matchGroupAt(group, text, at, toEnd);
    if (end >= 0) return end;
    if (at >= text.length) return -1;
  }
  return -1;
}

/** Where the group ends when it begins at `at`, or -1. */
function matchGroupAt(group: Group, text: string, at: number, toEnd: boolean): number {
  if (!matchesAt(group[0], text, at)) return -1;
  let position = at + group[0].length;
  for (let index = 1; index < group.length; index++) {
    const chunk = group[index];
    if (chunk === undefined) return -1;
    const nextColon = text.indexOf(':', position);
    const limit = nextColon < 0 ? text.length : nextColon;
    if (toEnd && index === group.length - 1) {
      const anchored = text.length - chunk.length;
      return anchored >= position && anchored <= limit && matchesAt(chunk, text, anchored) ? text.length : -1;
    }
    const found = find(chunk, text.slice(0, limit + chunk.length), position);
    if (found < 0 || found > limit) return -1;
    position = found + chunk.length;
  }
  return toEnd && position !== text.length ? -1 : position;
}
