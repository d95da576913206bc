/** A policy variable: `${key}` or `${key, 'fallback'}`; `key` as the policy writes it. */
export interface Variable {
  readonly kind: 'variable';
  readonly key: string;
  readonly fallback: string | undefined;
}

/** A wildcard: `many` stands for any run of characters, `one` for exactly one. `colon` says whether it may stand for a colon. */
export interface Wildcard {
  readonly kind: 'many' | 'one';
  readonly colon: boolean;
}

/** A piece of a policy's text: literal text, a wildcard or a policy variable. */
export type Piece = string | Wildcard | Variable;

const many: Wildcard = { kind: 'many', colon: true };
const one: Wildcard = { kind: 'one', colon: true };

/** What is special in a text: policy variables exist since version 2012-10-17, wildcards in patterns only. */
export interface TemplateSyntax {
  readonly variables: boolean;
  readonly wildcards: boolean;
}

/**
 * Cuts a policy's text into pieces. Total: what does not have the form of a variable stays literal text.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function parseTemplate(text: string, syntax: TemplateSyntax): Piece[] {
  const pieces: Piece[] = [];
  // Joined when it ends: a text to which characters are added one by one is compared the slow way, and takes more room.
  const literal: string[] = [];
  const flush = (): void => {
    if (literal.length > 0) pieces.push(literal.join(''));
    literal.length = 0;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '$' && syntax.variables && text.charAt(at + 1) === '{') {
      const found = parseVariable(text, at + 2);
      if (found !== undefined) {
        if (typeof found.piece === 'string') literal.push(found.piece);
        else {
          flush();
          pieces.push(found.piece);
        }
        at = found.end;
        continue;
      }
    }
    if (syntax.wildcards && (character === '*' || character === '?')) {
      flush();
      pieces.push(character === '*' ? many : one);
    } else literal.push(character);
  }
  flush();
  return pieces;
}

/** Where the variable that begins at `at` ends: the place of its closing brace; `undefined` where none begins there. */
export function endOfVariable(text: string, at: number): number | undefined {
  return text.startsWith('${', at) ? parseVariable(text, at + 2)?.end : undefined;
}

/** Reads what follows `${`; `end` is the place of the closing brace. */
function parseVariable(text: string, start: number): { piece: string | Variable; end: number } | undefined {
  const special = text.charAt(start);
  if ((special === '*' || special === '?' || special === '$') && text.charAt(start + 1) === '}') {
    return { piece: special, end: start + 1 };
  }
  let at = start;
  // No key holds these, so the search for a brace that never comes ends at the next variable.
  while (at < text.length && !',}${'.includes(text.charAt(at))) at++;
  const key = text.slice(start, at).trim();
  if (key === '' || (text.charAt(at) !== '}' && text.charAt(at) !== ',')) return undefined;
  if (text.charAt(at) === '}') return { piece: { kind: 'variable', key, fallback: undefined }, end: at };
  at = skipBlanks(text, at + 1);
  if (text.charAt(at) !== "'") return undefined;
  const close = text.indexOf("'", at + 1);
  if (close < 0) return undefined;
  const end = skipBlanks(text, close + 1);
  if (text.charAt(end) !== '}') return undefined;
  return { piece: { kind: 'variable', key, fallback: text.slice(at + 1, close) }, end };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charAt(at) === ' ') at++;
  return at;
}

/** The text of pieces that are all literal; `undefined` where a wildcard or variable is among them. */
export function literalText(pieces: readonly Piece[]): string | undefined {
  const [first, second] = pieces;
  if (first === undefined) return '';
  return typeof first === 'string' && second === undefined ? first : undefined;
}

/** The same pieces with neighbouring literals made one. */
export function joinLiterals(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') joined[joined.length - 1] = last + piece;
    else if (piece !== '') joined.push(piece);
  }
  return joined;
}

/** Whether any piece is a policy variable. */
export function hasVariable(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => typeof piece === 'object' && piece.kind === 'variable');
}
