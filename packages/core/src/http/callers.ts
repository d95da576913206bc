import type { Caller } from '../cognito/principal.js';
import { accessKeyCaller, unknownSchemeCaller } from './access-key.js';
import { type Refusal, refuse, refuseWith } from './refusal.js';
import type { HttpRequest } from './request.js';

/** Finds the caller that the credentials after an authorization scheme stand for. */
export type CallerSource = (
  credentials: string,
  request: HttpRequest,
) => Promise<Caller | Refusal> | Caller | Refusal;

/**
 * Finds who sent a request, from its authorization header: one row a scheme. A request without the header gets AWS's
 * answer to an unsigned one.
 */
export function callers(bearer: CallerSource): (request: HttpRequest) => ReturnType<CallerSource> {
  const sources: ReadonlyMap<string, CallerSource> = new Map<string, CallerSource>([
    ['bearer', bearer],
    ['aws4-hmac-sha256', accessKeyCaller],
  ]);
  return (request) => {
    const header = request.headers['authorization'];
    if (header === undefined) {
      return refuse(
        'missingCredentials',
        'there is no authorization header; send `authorization: Bearer <JWT>`',
      );
    }
    if (typeof header !== 'string') {
      return refuseWith('incompleteSignature', 'There must be one Authorization header.');
    }
    const trimmed = header.trim();
    const space = trimmed.indexOf(' ');
    const scheme = space === -1 ? trimmed : trimmed.slice(0, space);
    const source = sources.get(scheme.toLowerCase()) ?? unknownSchemeCaller;
    return source(trimmed.slice(scheme.length).trim(), request);
  };
}
