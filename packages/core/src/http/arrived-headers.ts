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

/** Of each name its length and one letter; kept, since a new one for every request would cost more than filling it. */
const marks = new Int32Array(100);

/** Most requests repeat none, which the lengths of their names and one letter of each show without making a text. */
function mayRepeat(rawHeaders: readonly string[]): boolean {
  const count = rawHeaders.length / 2;
  // Comparing each with each is for as many as clients send; there is a limit of Node's to what anyone can.
  if (count > marks.length) return true;
  for (let at = 0; at < count; at++) {
    const mark = markOf(rawHeaders[2 * at] ?? '');
    for (let before = 0; before < at; before++) if (marks[before] === mark) return true;
    marks[at] = mark;
  }
  return false;
}

/** The same for names that differ in letter case only. The third letter from the end differs in most of one length. */
function markOf(name: string): number {
  // Letters differ from themselves in another case by one bit.
  return (name.length << 8) | (name.charCodeAt(name.length - 3) & ~0x20);
}

function valuesOf(name: string, rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name);
}
