import type { HttpRequest } from './request.js';

/**
 * The headers that Node read, with what it left out. Of two `authorization` headers, two `host` headers and such Node
 * keeps the first, and the next program may keep the last; here such a name has the list of its values. For authors of
 * adapters. https://nodejs.org/api/http.html#messageheaders
 */
export function arrivedHeaders({
  headers,
  rawHeaders,
}: {
  readonly headers: HttpRequest['headers'];
  /** Names and values in turn, as they arrived. */
  readonly rawHeaders: readonly string[];
}): HttpRequest['headers'] {
  if (!mayRepeat(rawHeaders)) return headers;
  const names = new Set<string>();
  const twice = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (names.has(name)) twice.add(name);
    names.add(name);
  }
  if (twice.size === 0) return headers;
  const lists = [...twice].map((name): [string, readonly string[]] => [name, valuesOf(name, rawHeaders)]);
  // What Node has joined is all there; what the application has put in place of a header is its own affair.
  return { ...headers, ...Object.fromEntries(lists.filter(([name, [first]]) => headers[name] === first)) };
}

/** Most requests repeat none, which the lengths and first letters of their names show without making a text. */
function mayRepeat(rawHeaders: readonly string[]): boolean {
  // Comparing each with each is for as many as clients send; there is a limit of Node's to what anyone can.
  if (rawHeaders.length > 100) return true;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    for (let before = 0; before < at; before += 2) {
      if (alike(rawHeaders[at] ?? '', rawHeaders[before] ?? '')) return true;
    }
  }
  return false;
}

/** Whether two names can be the same in any letter case. */
function alike(one: string, other: string): boolean {
  const { length } = one;
  return (
    length === other.length &&
    sameLetter(one.charCodeAt(0), other.charCodeAt(0)) &&
    sameLetter(one.charCodeAt(length - 1), other.charCodeAt(length - 1))
  );
}

/** Letters differ from themselves in another case by one bit. */
function sameLetter(one: number, other: number): boolean {
  return ((one ^ other) & ~0x20) === 0;
}

function valuesOf(name: string, rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name);
}
