/** Path and query of a request, checked. */
export interface RestTarget {
  /** As it was sent: literal parts are compared without decoding. */
  readonly path: string;
  /** The segments of the path as they were sent; the last one is empty where the path ends in a slash. */
  readonly segments: readonly string[];
  /** What follows the question mark, or `''`. */
  readonly query: string;
}

/** https://www.rfc-editor.org/rfc/rfc3986#section-3.3 */
const pathOfUri = /^\/(?:[\w\-.~!$&'()*+,;=:@/]|%[\da-f]{2})*$/i;
/** No blank, control character or `#`: where a URL parser meets one, it cuts or changes what comes before. */
const queryOfUri = /^[\x21\x22\x24-\x7e]*$/;

/**
 * Reads the target of a request (`/userpools/x?Limit=5`), or says what is wrong with it. Refused is every path that
 * two programs could read as two paths: a whole URL, a backslash or another character that belongs in no path,
 * percent-encoding that is malformed or no UTF-8, `.` and `..` (encoded, too), and empty segments but for the slash at
 * the end. An encoded slash is a part of its segment.
 */
export function restTarget(url: string): RestTarget | { readonly fault: string } {
  if (url === '/') return root;
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  const query = mark === -1 ? '' : url.slice(mark + 1);
  if (!pathOfUri.test(path)) return { fault: 'the path is malformed' };
  if (!queryOfUri.test(query)) return { fault: 'the query is malformed' };
  const segments = path.slice(1).split('/');
  if (segments.slice(0, -1).includes('')) return { fault: 'the path has an empty segment' };
  for (const segment of segments) {
    const text = decoded(segment);
    if (text === undefined) return { fault: 'the percent-encoding of the path is malformed' };
    if (text === '.' || text === '..') return { fault: 'the path has a segment of dots' };
  }
  return { path, segments, query };
}

/** Where every request of the AWS SDKs goes. */
const root: RestTarget = Object.freeze({ path: '/', segments: Object.freeze(['']), query: '' });

/** Percent-encoding undone, once; `undefined` where it is malformed. */
export function decoded(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** A path for the log. A long segment may be a token that a client put there by mistake. */
export function loggedPath(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  return path.replace(/[^/]{41,}/g, '…');
}
