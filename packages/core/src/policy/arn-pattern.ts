import { type ArnHead, arnHead } from './arn-head.js';
import { compileGlob, type TextMatcher } from './glob.js';
import type { ConditionKeys } from './keys.js';
import { isLiteralAt } from './literal-at.js';
import type { Predicate, Query } from './query.js';
import { endOfShared } from './resource-head.js';
import { endOfVariable, joinLiterals, literalText, type Piece, parseTemplate } from './template.js';
import {
  compilePartly,
  compilePattern,
  foldBound,
  type PartialPattern,
  type PatternMatcher,
} from './text-value.js';

const parts = 6;

/** An entry of `Resource` or `NotResource`, asked in two steps: by the resource alone, then by what the request has more. */
export class ResourcePattern {
  /** Decides where `matches` gave `undefined`, and is not asked otherwise; `undefined` where it never does. */
  readonly open: Predicate | undefined;
  readonly #head: ArnHead | undefined;
  /** What a resource has after so many characters, which are the head's. */
  readonly #start: number;
  readonly #literal: string;
  readonly #rest: TextMatcher | undefined;

  /** Of a pattern for all that follows a literal head, as many do begin. */
  constructor(head: ArnHead | undefined, start: number, { literal, rest, open }: PartialPattern) {
    this.open = open;
    this.#head = head;
    this.#start = start;
    this.#literal = literal;
    this.#rest = rest;
  }

  /** Whether a request's resource matches; `undefined` where the values of open variables decide. */
  matches(query: Query): boolean | undefined {
    const { resource } = query;
    // Most resources are told apart by what follows the head.
    if (!isLiteralAt(resource, this.#literal, this.#start)) return false;
    if (this.#rest !== undefined && !this.#rest(resource, this.#start)) return false;
    const head = this.#head;
    if (head === undefined ? resource === '*' : !head.begins(resource, query.head)) return false;
    return this.open === undefined ? true : undefined;
  }
}

/**
 * Compiles an entry of `Resource` or `NotResource`, other than `*`, which stands for anything.
 *
 * Before the resource part a wildcard stays within its segment, but for a `*` that ends its segment; in it
 * wildcards stand for anything, and policy variables are allowed. The request resource `*` is matched by the
 * entry `*` alone. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function compileResource(entry: string, variables: boolean, keys: ConditionKeys): ResourcePattern {
  const part = resourcePart(entry, variables);
  const start = literalHead(entry, part);
  const head = start > 0 ? arnHead(entry.slice(0, start)) : undefined;
  const tail = parseTemplate(entry.slice(start > 0 ? start : part), { variables, wildcards: true });
  const pieces = start > 0 ? tail : joinLiterals([...headPieces(entry, part), ...tail]);
  return new ResourcePattern(head, start, compilePartly(pieces, keys, start));
}

/** The one ARN that an entry stands for; `undefined` where it has wildcards, or variables that are not bound. */
export function literalResource(entry: string, variables: boolean, keys: ConditionKeys): string | undefined {
  if (!/[*?$]/.test(entry)) return entry;
  const start = resourcePart(entry, variables);
  if (literalHead(entry, start) === 0) return undefined;
  const tail = parseTemplate(entry.slice(start), { variables, wildcards: true });
  const text = literalText(foldBound(tail, keys));
  return text === undefined ? undefined : entry.slice(0, start) + text;
}

/**
 * Where the resource part of an entry begins: after the fifth colon, those in policy variables aside. In an
 * entry with fewer, one of whose stars stands for several segments, it is the last segment:
 * `arn:aws:cognito-idp:*:userpool/x`.
 */
export function resourcePart(entry: string, variables: boolean): number {
  let colons = 0;
  let segment = 0;
  let crosses = false;
  for (let at = 0; at < entry.length; at++) {
    const end = variables ? endOfVariable(entry, at) : undefined;
    if (end !== undefined) at = end;
    else if (entry.charAt(at) === ':') {
      colons++;
      crosses ||= entry.charAt(at - 1) === '*';
      segment = at + 1;
      if (colons === parts - 1) return segment;
    }
  }
  return crosses ? segment : entry.length;
}

function headPieces(entry: string, end: number): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < end; at++) {
    const character = entry.charAt(at);
    const endsSegment = at + 1 === entry.length || entry.charAt(at + 1) === ':';
    if (character === '*') pieces.push({ kind: 'many', colon: endsSegment });
    else if (character === '?') pieces.push({ kind: 'one', colon: false });
    else pieces.push(character);
  }
  return pieces;
}

/** Length of five literal segments, and of what resources may share after them; 0 where there is a wildcard among them. */
function literalHead(entry: string, start: number): number {
  const head = entry.slice(0, start);
  if (/[*?]/.test(head) || nthColon(head, parts - 1) < 0) return 0;
  return endOfShared(entry, start);
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

function nthColon(text: string, count: number): number {
  let at = -1;
  for (let seen = 0; seen < count; seen++) {
    at = text.indexOf(':', at + 1);
    if (at < 0) return -1;
  }
  return at;
}
