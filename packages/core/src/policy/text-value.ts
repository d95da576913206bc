import { compileGlob, type TextMatcher } from './glob.js';
import type { ConditionKeys } from './keys.js';
import { isLiteralAt } from './literal-at.js';
import type { Predicate, Query } from './query.js';
import { hasVariable, joinLiterals, literalText, type Piece } from './template.js';

/** Tells whether a text matches a pattern of a policy, whose variables take their values from the query. */
export type PatternMatcher = (text: string, query: Query) => boolean;

/** The text of pieces in a query; `undefined` where a variable has no single value. */
export type TextReader = (query: Query) => string | undefined;

/** Pieces whose variables know their slot. */
type BoundPiece = Piece | Slot;

interface Slot {
  readonly kind: 'slot';
  readonly slot: number;
  readonly fallback: string | undefined;
}

/**
 * Replaces variables by slots. A variable's value is inserted literally: a wildcard in it is no wildcard.
 * A multivalued key has no single value: the variable stays unresolved, whatever its default.
 */
function bindVariables(pieces: readonly Piece[], keys: ConditionKeys): BoundPiece[] {
  return pieces.map((piece) =>
    typeof piece === 'object' && piece.kind === 'variable'
      ? { kind: 'slot', slot: keys.slot(piece.key), fallback: piece.fallback }
      : piece,
  );
}

function substitute(pieces: readonly BoundPiece[], query: Query): Piece[] | undefined {
  const substituted: Piece[] = [];
  for (const piece of pieces) {
    if (typeof piece !== 'object' || piece.kind !== 'slot') {
      substituted.push(piece);
      continue;
    }
    const value = query.values[piece.slot] ?? piece.fallback;
    if (typeof value !== 'string') return undefined;
    substituted.push(value);
  }
  return substituted;
}

/** Replaces variables that are bound to a single value by it. */
export function foldBound(pieces: readonly Piece[], keys: ConditionKeys): readonly Piece[] {
  if (!hasVariable(pieces)) return pieces;
  const folded = pieces.map((piece) => {
    if (typeof piece !== 'object' || piece.kind !== 'variable' || !keys.isBound(piece.key)) return piece;
    const value = keys.template[keys.slot(piece.key)] ?? piece.fallback;
    return typeof value === 'string' ? value : piece;
  });
  return joinLiterals(folded);
}

/** Compiles pieces without wildcards to a reader of their text. */
export function compileText(unbound: readonly Piece[], keys: ConditionKeys): TextReader {
  const pieces = foldBound(unbound, keys);
  const literal = literalText(pieces);
  if (literal !== undefined) return () => literal;
  const bound = bindVariables(pieces, keys);
  const [only] = bound;
  if (bound.length === 1 && typeof only === 'object' && only.kind === 'slot') {
    const { slot, fallback } = only;
    return (query) => {
      const value = query.values[slot] ?? fallback;
      return typeof value === 'string' ? value : undefined;
    };
  }
  return (query) => substitute(bound, query)?.join('');
}

/** Compiles pieces to a matcher; `compile` makes the matcher once every variable has its value. */
export function compilePattern(
  unbound: readonly Piece[],
  keys: ConditionKeys,
  compile: (pieces: readonly Piece[]) => TextMatcher = compileGlob,
): PatternMatcher {
  const pieces = foldBound(unbound, keys);
  if (!hasVariable(pieces)) {
    const matches = compile(pieces);
    return (text) => matches(text);
  }
  const bound = bindVariables(pieces, keys);
  if (compile === compileGlob) {
    const sequence = compileSequence(bound);
    if (sequence !== undefined) return sequence;
  }
  return (text, query) => {
    const substituted = substitute(bound, query);
    return substituted !== undefined && compile(substituted)(text);
  };
}

/** A pattern asked in steps: by what it begins with, by the rest of the text, then by what the request has more. */
export interface PartialPattern {
  /** What every text that matches has at the start. */
  readonly literal: string;
  /** Asked of the text from the start on, literal included; `undefined` where that says it all, or `open` is to be asked. */
  readonly rest: TextMatcher | undefined;
  /** Decides about a resource that has the literal; `undefined` where the text alone decides. */
  readonly open: Predicate | undefined;
}

/** Compiles pieces to a pattern of resources, of which the first `start` characters are compared by somebody else. */
export function compilePartly(unbound: readonly Piece[], keys: ConditionKeys, start: number): PartialPattern {
  const pieces = foldBound(unbound, keys);
  const [first, second] = pieces;
  const literal = typeof first === 'string' ? first : '';
  if (hasVariable(pieces)) {
    const open = compileFrom(start + literal.length, literal === '' ? pieces : pieces.slice(1), keys);
    return { literal, rest: undefined, open };
  }
  const star = literal === '' ? first : second;
  const isOnly = pieces.length === (literal === '' ? 1 : 2);
  if (isOnly && typeof star === 'object' && star.kind === 'many' && star.colon) {
    return { literal, rest: undefined, open: undefined };
  }
  return { literal: '', rest: compileGlob(pieces), open: undefined };
}

/** Compiles pieces to a predicate about what follows the first `start` characters of a resource. */
function compileFrom(start: number, pieces: readonly Piece[], keys: ConditionKeys): Predicate {
  const bound = bindVariables(pieces, keys);
  const sequence = compileSequence(bound, start);
  if (sequence !== undefined) return (query) => sequence(query.resource, query);
  return (query) => {
    const substituted = substitute(bound, query);
    return substituted !== undefined && compileGlob(substituted)(query.resource, start);
  };
}

/** The common shape, literals and variables with at most one star at the end, needs no pattern per request. The text counts from `start` on. */
function compileSequence(pieces: readonly BoundPiece[], start = 0): PatternMatcher | undefined {
  const last = pieces.at(-1);
  const open = typeof last === 'object' && last.kind === 'many' && last.colon;
  const parts = open ? pieces.slice(0, -1) : pieces;
  if (!parts.every(isText)) return undefined;
  const [only] = parts;
  if (open && parts.length === 1 && typeof only === 'object') {
    const { slot, fallback } = only;
    return (text, query) => {
      const value = query.values[slot] ?? fallback;
      return typeof value === 'string' && isLiteralAt(text, value, start);
    };
  }
  return (text, query) => {
    let at = start;
    for (const part of parts) {
      const value = typeof part === 'object' ? (query.values[part.slot] ?? part.fallback) : part;
      if (typeof value !== 'string' || !isLiteralAt(text, value, at)) return false;
      at += value.length;
    }
    return open || at === text.length;
  };
}

/** Whether a piece is text as soon as there is a request. */
function isText(piece: BoundPiece): piece is string | Slot {
  return typeof piece === 'string' || piece.kind === 'slot';
}
