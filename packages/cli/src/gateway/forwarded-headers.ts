import type { IncomingHttpHeaders } from 'node:http';

/**
 * Headers that concern one connection alone, and `Expect`, which this side has answered.
 * https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
 */
const ofConnection: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
  ...['proxy-authenticate', 'proxy-authorization', 'expect', 'http2-settings'],
]);

/** Headers that a forward makes anew or that say what only this side may say. */
const madeAnew: ReadonlySet<string> = new Set([
  ...ofConnection,
  ...['host', 'forwarded', 'x-emulator-key'],
  // What could make of the method and path that were decided on others.
  ...['x-method-override', 'x-waws-unencoded-url', 'x-script-name'],
]);

/** The same, by what they begin with: `X-Forwarded-Prefix`, `X-Original-URL`, `X-Rewrite-URL`, `X-HTTP-Method-Override`. */
const madeAnewBeginnings = /^x-(?:forwarded|original|rewrite|envoy-original|http-method)(?:-|$)/;

/** What says how a body is to be read: the bytes that were decided on are JSON in UTF-8, whatever a client says. */
const ofBody: ReadonlySet<string> = new Set(['content-type', 'content-encoding', 'content-length']);

/** Where a request came from, for upstreams that write addresses of their own into answers. */
export interface Origin {
  readonly address: string | undefined;
  readonly host: string | undefined;
  readonly protocol: 'http' | 'https';
}

/**
 * Headers of a request as the upstream gets them, flat: name, value, name, value. A request of the API says what its
 * body is in the one way that was decided on. Left out are headers by which some programs go to another path than the
 * one that was asked for, such as `X-Original-URL`. Names with an underscore are left out, too: programs in the tradition of CGI
 * take `X_Amz_Target` for `X-Amz-Target`.
 */
export function requestHeaders(raw: readonly string[], origin: Origin, api: boolean): string[] {
  const named = namedInConnection(raw);
  const headers: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const folded = name.toLowerCase();
    if (madeAnew.has(folded) || madeAnewBeginnings.test(folded)) continue;
    if (named?.has(folded) || name.includes('_')) continue;
    if (api && ofBody.has(folded)) continue;
    headers.push(name, raw[index + 1] ?? '');
  }
  if (api) headers.push('content-type', 'application/x-amz-json-1.1');
  headers.push('x-forwarded-proto', origin.protocol);
  if (origin.address !== undefined) headers.push('x-forwarded-for', origin.address);
  if (origin.host !== undefined) headers.push('x-forwarded-host', origin.host);
  return headers;
}

/**
 * Headers of the upstream's answer as the client gets them, flat. The framing is made anew, and the length stays but
 * where no body follows; `beside` them stand those of which the upstream sends none.
 */
export function responseHeaders(
  answered: IncomingHttpHeaders,
  beside: Readonly<Record<string, string>> = {},
  bodiless = false,
): string[] {
  const { connection } = answered;
  const named = connection === undefined ? undefined : namedInConnection(['connection', String(connection)]);
  const headers: string[] = [];
  for (const name in answered) {
    if (ofConnection.has(name) || named?.has(name) || (bodiless && name === 'content-length')) continue;
    const value = answered[name];
    if (typeof value === 'string') headers.push(name, value);
    else for (const one of value ?? []) headers.push(name, one);
  }
  for (const name in beside) {
    if (!Object.hasOwn(answered, name)) headers.push(name, beside[name] ?? '');
  }
  return headers;
}

/** What `Connection` names goes no further either, but for headers without which a request is another. */
function namedInConnection(raw: readonly string[]): ReadonlySet<string> | undefined {
  let named: Set<string> | undefined;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const header = raw[index] ?? '';
    // Lengths are compared faster than texts are made.
    if (header.length !== 'connection'.length || header.toLowerCase() !== 'connection') continue;
    for (const part of raw[index + 1]?.split(',') ?? []) {
      const name = part.trim().toLowerCase();
      if (name !== '' && name !== 'close' && name !== 'keep-alive' && !decidedOn.has(name)) {
        named ??= new Set();
        named.add(name);
      }
    }
  }
  return named;
}

/** A client that names these in `Connection` would have the upstream see another request than was decided on. */
const decidedOn: ReadonlySet<string> = new Set([
  ...['x-amz-target', 'authorization', 'x-amz-security-token', 'x-amz-date', 'content-type'],
]);
