import type { Piece } from './template.js';

/** Literal text within a chunk, and where in it. */
interface Literal {
  readonly text: string;
  readonly at: number;
}

/** What stands between two stars: literal texts with single wildcards between them. */
export interface Chunk {
  /** How many characters it stands for. */
  readonly length: number;
  /** Its text, where it has no wildcard. */
  readonly literal: string | undefined;
  readonly literals: readonly Literal[];
  /** The places of the wildcards that stand for no colon. */
  readonly closed: readonly number[];
}

/** Where chunks are in a text. */
export interface ChunkPlaces {
  /** Whether the chunk is at a place. */
  isAt(chunk: Chunk, text: string, at: number): boolean;
  /** The first place of the chunk from `from` to `last`, or -1. */
  find(chunk: Chunk, text: string, from: number, last: number): number;
}

const colon = 58;
/** The most comparisons, the chunk's length × the text's, that are left to the search that is fast in practice. */
const manyComparisons = 65_536;
/** The fewest places that the search without a worst case looks at together. */
const leastWindow = 4_096;

/** The chunk that pieces without stars and variables make. */
export function toChunk(run: readonly Piece[]): Chunk {
  const literals: Literal[] = [];
  const closed: number[] = [];
  let text = '';
  let length = 0;
  for (const piece of run) {
    if (typeof piece === 'string') {
      text += piece;
      length += piece.length;
    } else if (piece.kind === 'one') {
      if (text !== '') literals.push({ text, at: length - text.length });
      text = '';
      if (!piece.colon) closed.push(length);
      length++;
    }
  }
  const literal = text.length === length ? text : undefined;
  if (text !== '') literals.push({ text, at: length - text.length });
  return { length, literal, literals, closed };
}

/** Whether a chunk and a text are so long that looking for the one in the other place by place could take long. */
export function isLong(length: number, text: string): boolean {
  return length * text.length > manyComparisons;
}

/**
 * Looks in the text itself. Finding takes time in proportion to the places that are looked at and the chunk's
 * length, times one more than the chunk's single wildcards, whatever chunk and text are.
 */
export const direct: ChunkPlaces = {
  isAt(chunk, text, at) {
    if (chunk.literal !== undefined) return text.startsWith(chunk.literal, at);
    if (at + chunk.length > text.length) return false;
    for (const literal of chunk.literals) if (!text.startsWith(literal.text, at + literal.at)) return false;
    for (const place of chunk.closed) if (text.charCodeAt(at + place) === colon) return false;
    return true;
  },

  find(chunk, text, from, last) {
    const { length, literal } = chunk;
    const end = Math.min(last, text.length - length);
    if (from > end) return -1;
    if (isLong(length, text)) return findInWindows(chunk, text, from, end);
    if (literal !== undefined) {
      return (end + length < text.length ? text.slice(0, end + length) : text).indexOf(literal, from);
    }
    const [lead] = chunk.literals;
    for (let at = from; at <= end; at++) {
      if (lead !== undefined) {
        const next = text.indexOf(lead.text, at + lead.at);
        if (next < 0 || next - lead.at > end) return -1;
        at = next - lead.at;
      }
      if (direct.isAt(chunk, text, at)) return at;
    }
    return -1;
  },
};

/** All places of every chunk in one text, found once for those who ask again and again. */
export class PlacesInText implements ChunkPlaces {
  readonly #hits = new Map<Chunk, Uint32Array>();

  isAt(chunk: Chunk, text: string, at: number): boolean {
    return this.#hitsOf(chunk, text)[at] === conditions(chunk);
  }

  find(chunk: Chunk, text: string, from: number, last: number): number {
    const hits = this.#hitsOf(chunk, text);
    const wanted = conditions(chunk);
    const end = Math.min(last, hits.length - 1);
    for (let at = from; at <= end; at++) if (hits[at] === wanted) return at;
    return -1;
  }

  #hitsOf(chunk: Chunk, text: string): Uint32Array {
    let hits = this.#hits.get(chunk);
    if (hits === undefined) {
      hits = hitsFrom(chunk, borderTables(chunk), text, 0, Math.max(0, text.length - chunk.length + 1));
      this.#hits.set(chunk, hits);
    }
    return hits;
  }
}

function findInWindows(chunk: Chunk, text: string, from: number, end: number): number {
  const tables = borderTables(chunk);
  const wanted = conditions(chunk);
  const window = Math.max(leastWindow, chunk.length);
  for (let first = from; first <= end; first += window) {
    const hits = hitsFrom(chunk, tables, text, first, Math.min(window, end - first + 1));
    const found = hits.indexOf(wanted);
    if (found >= 0) return first + found;
  }
  return -1;
}

/** How many of its literals and wildcards a place has to fit. */
function conditions({ literals, closed }: Chunk): number {
  return literals.length + closed.length;
}

/** For each of `count` places, how many of the chunk's literals and wildcards fit there. */
function hitsFrom(
  { literals, closed }: Chunk,
  tables: readonly Uint32Array[],
  text: string,
  first: number,
  count: number,
): Uint32Array {
  const hits = new Uint32Array(count);
  for (const [index, literal] of literals.entries()) {
    countLiteral(literal.text, tables[index] ?? hits, text, first + literal.at, hits);
  }
  for (const place of closed) {
    for (let at = 0; at < count; at++) {
      if (text.charCodeAt(first + at + place) !== colon) hits[at] = (hits[at] ?? 0) + 1;
    }
  }
  return hits;
}

/** Counts the places of a literal: the search of Knuth, Morris and Pratt, which looks at no character of the text twice. */
function countLiteral(
  literal: string,
  borders: Uint32Array,
  text: string,
  start: number,
  hits: Uint32Array,
): void {
  let matched = 0;
  for (let at = start; at < start + hits.length + literal.length - 1; at++) {
    matched = extended(literal, borders, matched, text.charCodeAt(at));
    if (matched === literal.length) {
      const place = at - start - literal.length + 1;
      hits[place] = (hits[place] ?? 0) + 1;
    }
  }
}

/** How much of a literal's beginning a text ends in after `code`, where before it ended in `matched` characters of it. */
function extended(literal: string, borders: Uint32Array, matched: number, code: number): number {
  let length = matched;
  while (length > 0 && (length === literal.length || literal.charCodeAt(length) !== code)) {
    length = borders[length - 1] ?? 0;
  }
  return literal.charCodeAt(length) === code ? length + 1 : length;
}

/** For every beginning of each literal, the longest shorter beginning that it ends in. */
function borderTables({ literals }: Chunk): Uint32Array[] {
  return literals.map(({ text }) => {
    const borders = new Uint32Array(text.length);
    for (let at = 1; at < text.length; at++) {
      borders[at] = extended(text, borders, borders[at - 1] ?? 0, text.charCodeAt(at));
    }
    return borders;
  });
}
