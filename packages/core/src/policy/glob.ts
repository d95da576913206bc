import { type Chunk, type ChunkPlaces, direct, isLong, PlacesInText, toChunk } from './chunk.js';
import { isLiteralAt } from './literal-at.js';
import type { Piece } from './template.js';

/** Tells whether a whole text matches a pattern, or all that follows its first `from` characters, which it has. */
export type TextMatcher = (text: string, from?: number) => boolean;

/** Chunks joined by wildcards that never stand for a colon; groups are joined by wildcards that may. */
type Group = readonly [Chunk, ...Chunk[]];

/**
 * Compiles pieces without variables to a matcher. Between a star that stays within its segment and a `?` that may stand
 * for a colon there has to be a colon, as there is between the parts of an ARN.
 *
 * Never a regular expression, and nothing is tried twice: the time is at most in proportion to the length of text and
 * pieces together, times the wildcards among them. So it does not grow faster than the texts that requests bring, as
 * the text or as the value of a variable, in which no character is a wildcard; in practice it is near the text's length.
 */
export function compileGlob(pieces: readonly Piece[]): TextMatcher {
  const groups = toGroups(pieces);
  const [first, second] = groups;
  if (first === undefined) return (text, from = 0) => text.length === from;
  const head = first[0];
  if (first.length === 1 && head.literal !== undefined) {
    const { literal } = head;
    if (second === undefined) return compileLiteral(literal);
    const tail = second[0];
    if (groups.length === 2 && second.length === 1 && tail.literal !== undefined) {
      return compilePrefixAndSuffix(literal, tail.literal);
    }
  }
  return (text, from = 0) => matchGroups(groups, text, from);
}

/** The commonest shape, one star. */
function compilePrefixAndSuffix(prefix: string, suffix: string): TextMatcher {
  if (suffix === '') {
    if (prefix === '') return () => true;
    return (text, from = 0) => isLiteralAt(text, prefix, from);
  }
  const shortest = prefix.length + suffix.length;
  if (prefix === '') return (text, from = 0) => text.length >= from + shortest && text.endsWith(suffix);
  return (text, from = 0) =>
    text.length >= from + shortest && text.endsWith(suffix) && isLiteralAt(text, prefix, from);
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
    const end =
      index === 0 ? matchGroupAt(group, text, from, last, direct) : findGroup(group, text, from, last);
    if (end < 0) return false;
    from = end;
  }
  return true;
}

function findGroup(group: Group, text: string, from: number, toEnd: boolean): number {
  const head = group[0];
  const last = text.length - head.length;
  if (!toEnd && group.length === 1) {
    const at = direct.find(head, text, from, last);
    return at < 0 ? -1 : at + head.length;
  }
  if (toEnd && group.length === 1) return last >= from && direct.isAt(head, text, last) ? text.length : -1;
  const places = placesFor(group, text);
  for (let at = places.find(head, text, from, last); at >= 0; at = places.find(head, text, at + 1, last)) {
    const end = matchGroupAt(group, text, at, toEnd, places);
    if (end >= 0) return end;
  }
  return -1;
}

/** The chunks of a group may be asked about at every colon. */
function placesFor(group: Group, text: string): ChunkPlaces {
  let longest = 0;
  for (const { length } of group) longest = Math.max(longest, length);
  return isLong(longest, text) ? new PlacesInText() : direct;
}

/** Where the group ends when it begins at `at`, or -1. */
function matchGroupAt(group: Group, text: string, at: number, toEnd: boolean, places: ChunkPlaces): number {
  if (!places.isAt(group[0], text, at)) return -1;
  let position = at + group[0].length;
  for (let index = 1; index < group.length; index++) {
    const chunk = group[index];
    if (chunk === undefined) return -1;
    const nextColon = text.indexOf(':', position);
    const limit = nextColon < 0 ? text.length : nextColon;
    if (toEnd && index === group.length - 1) {
      const anchored = text.length - chunk.length;
      const fits = anchored >= position && anchored <= limit && places.isAt(chunk, text, anchored);
      return fits ? text.length : -1;
    }
    const found = places.find(chunk, text, position, limit);
    if (found < 0) return -1;
    position = found + chunk.length;
  }
  return toEnd && position !== text.length ? -1 : position;
}
