import type { Caller } from '../cognito/principal.js';
import { type Refusal, refuse, refuseWith } from './refusal.js';
import type { HttpRequest } from './request.js';
import { missingParts } from './signed-authorization.js';
import type { Soon } from './soon.js';

/** Finds the caller that the credentials after an authorization scheme stand for. */
export type CallerSource = (credentials: string, request: HttpRequest) => Soon<Caller | Refusal>;

/** What {@link callers} finds callers with: one row a scheme. */
export interface CallerSources {
  readonly bearer: CallerSource;
  /** Requests signed with Signature Version 4. */
  readonly accessKey: CallerSource;
}

/**
 * Finds who sent a request, from its authorization header. A request without the header gets AWS's answer to an
 * unsigned one.
 */
export function callers({
  bearer,
  accessKey,
}: CallerSources): (request: HttpRequest) => ReturnType<CallerSource> {
  const sources: ReadonlyMap<string, CallerSource> = new Map<string, CallerSource>([
    ['bearer', bearer],
    ['aws4-hmac-sha256', accessKey],
  ]);
  // What was found in the header seen last: comparing it whole takes less than taking it to pieces again, and the token is the same text
  // then, which whoever has seen it knows without comparing.
  let lastHeader: string | undefined;
  let lastToken = '';
  return (request) => {
    const header = request.headers['authorization'];
    if (isPresigned(request)) return presigned(header !== undefined);
    if (header !== undefined && header === lastHeader) return bearer(lastToken, request);
    if (header === undefined) {
      return refuse(
        'missingCredentials',
        'there is no authorization header; send `authorization: Bearer <JWT>`, or sign the request',
      );
    }
    if (typeof header !== 'string') return severalHeaders();
    const trimmed = header.trim();
    // Looked for first: a comma is found much faster than the expression, and tokens have none.
    if (trimmed.includes(',') && joined.test(trimmed)) return severalHeaders();
    const space = trimmed.indexOf(' ');
    const scheme = space === -1 ? trimmed : trimmed.slice(0, space);
    const credentials = trimmed.slice(scheme.length).trim();
    // As clients write it: no other text has to be made and looked up.
    if (scheme === 'Bearer') {
      lastHeader = header;
      lastToken = credentials;
      return bearer(credentials, request);
    }
    return sources.get(scheme.toLowerCase())?.(credentials, request) ?? unknownScheme(scheme, request);
  };
}

/**
 * Headers that were sent twice and have been joined with a comma, as Fetch does: with nothing before the comma or after
 * it, with another scheme after it, or after a token, which has none.
 */
const joined = /^,|,$|,[\t ]*(?:aws4-[\w-]+|basic|bearer|digest)[\t ]|^bearer[\t ][^,]*,/i;

function severalHeaders(): Refusal {
  return refuseWith('incompleteSignature', 'There must be one Authorization header.');
}

/** AWS's answer to another algorithm, and to another scheme: that to a signature with nothing in it. */
function unknownScheme(scheme: string, request: HttpRequest): Refusal {
  return /^aws4-/i.test(scheme)
    ? refuseWith(
        'incompleteSignature',
        `Unsupported AWS 'algorithm': '${scheme.slice(0, 100)}' (only AWS4-HMAC-SHA256 for now).`,
      )
    : refuseWith('incompleteSignature', missingParts(new Map(), request).join(' '));
}

/** Whether the query holds what a presigned URL has. */
function isPresigned({ url }: HttpRequest): boolean {
  const query = url.indexOf('?');
  return query !== -1 && /[?&]x(-|%2d)amz(-|%2d)(signature|algorithm|credential)\b/i.test(url.slice(query));
}

/** Presigned URLs are for reading objects and pages: no AWS SDK makes them for this API, so they are not verified. */
function presigned(hasHeader: boolean): Refusal {
  return hasHeader
    ? refuseWith(
        'invalidSignature',
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
      )
    : refuseWith(
        'incompleteSignature',
        'Signatures in the query string are not supported: sign the Authorization header.',
      );
}
