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

function valuesOf(name: string, rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name);
}
