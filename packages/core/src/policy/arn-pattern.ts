import { compileGlob, type TextMatcher } from './glob.js';
import type { ConditionKeys } from './keys.js';
import { type Piece, parseTemplate } from './template.js';
import { compilePattern, type PatternMatcher } from './text-value.js';

const parts = 6;

/**
 * Compiles an entry of `Resource` or `NotResource`.
 *
 * Before the fifth colon a wildcard stays within its segment, but for a `*` that ends its segment; after it
 * wildcards stand for anything, and policy variables are allowed. The request resource `*` is matched by the
 * entry `*` alone. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function compileResource(entry: string, variables: boolean, keys: ConditionKeys): PatternMatcher {
  if (entry === '*') return () => true;
  const length = headLength(entry);
  if (length > 0) {
    const head = keys.head(entry.slice(0, length));
    const matches = compilePattern(parseTemplate(entry.slice(length), { variables, wildcards: true }), keys);
    return (text, query) => {
      const tail = head.tailOf(text);
      return tail !== undefined && matches(tail, query);
    };
  }
  const matches = compilePattern(resourcePieces(entry, variables), keys);
  return (text, query) => text !== '*' && matches(text, query);
}

/** Length of the literal text up to the fifth colon, and on to the slash after a resource type. */
function headLength(entry: string): number {
  const end = nthColon(entry, parts - 1) + 1;
  if (end === 0 || /[*?]/.test(entry.slice(0, end))) return 0;
  const type = /^[a-z-]+\//.exec(entry.slice(end));
  return end + (type?.[0].length ?? 0);
}

function resourcePieces(entry: string, variables: boolean): Piece[] {
  const boundary = nthColon(entry, parts - 1);
  const end = boundary < 0 ? entry.length : boundary + 1;
  const pieces: Piece[] = [];
  let literal = '';
  for (let at = 0; at < end; at++) {
    const character = entry.charAt(at);
    if (character !== '*' && character !== '?') {
      literal += character;
      continue;
    }
    const endsSegment = at + 1 === entry.length || entry.charAt(at + 1) === ':';
    pieces.push(literal, {
      kind: character === '*' ? 'many' : 'one',
      colon: character === '*' && endsSegment,
    });
    literal = '';
  }
  pieces.push(literal, ...parseTemplate(entry.slice(end), { variables, wildcards: true }));
  return joinLiterals(pieces);
}

/**
 * Compiles a value of an ARN condition operator: pattern and value are cut into six parts at the first five
 * colons and compared part by part, so no wildcard crosses into another part. A shorter pattern that ends in
 * `*` matches whatever follows, which is a reading: IAM's documentation leaves it open.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function compileArn(value: string, variables: boolean, keys: ConditionKeys): PatternMatcher {
  return compilePattern(parseTemplate(value, { variables, wildcards: true }), keys, compileArnParts);
}

function compileArnParts(pieces: readonly Piece[]): TextMatcher {
  const patterns = splitPieces(pieces);
  const last = patterns.at(-1)?.at(-1);
  const open = patterns.length < parts && typeof last === 'object' && last.kind === 'many';
  if (patterns.length < parts && !open) return () => false;
  const matchers = patterns.map((part) => compileGlob(part));
  return (text) => {
    if (nthColon(text, parts - 1) < 0) return false;
    let start = 0;
    for (const [index, matches] of matchers.entries()) {
      const end = index === matchers.length - 1 ? text.length : text.indexOf(':', start);
      if (!matches(text.slice(start, end))) return false;
      start = end + 1;
    }
    return true;
  };
}

function splitPieces(pieces: readonly Piece[]): Piece[][] {
  let part: Piece[] = [];
  const split: Piece[][] = [part];
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      part.push(piece);
      continue;
    }
    let start = 0;
    for (let at = piece.indexOf(':'); at >= 0 && split.length < parts; at = piece.indexOf(':', start)) {
      part.push(piece.slice(start, at));
      part = [];
      split.push(part);
      start = at + 1;
    }
    part.push(piece.slice(start));
  }
  return split.map(joinLiterals);
}

function joinLiterals(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') joined[joined.length - 1] = last + piece;
    else if (piece !== '') joined.push(piece);
  }
  return joined;
}

function nthColon(text: string, count: number): number {
  let at = -1;
  for (let seen = 0; seen < count; seen++) {
    at = text.indexOf(':', at + 1);
    if (at < 0) return -1;
  }
  return at;
}
