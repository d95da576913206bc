import type { JWTPayload } from 'jose';
import { messageOf } from '../errors.js';
import type { TokenLibrary } from './load-token-library.js';
import { expiryOf, type RejectedToken, type VerifiedToken } from './token-verdict.js';
import type { TrustedIssuer } from './trusted-issuer.js';

/**
 * Verifies a JWT of compact form at an instant, in milliseconds since 1970: its issuer, signature, times, type and
 * audience. Never rejects.
 */
export async function verifyToken(
  token: string,
  issuers: ReadonlyMap<string, TrustedIssuer>,
  instant: number,
  library: TokenLibrary,
): Promise<VerifiedToken | RejectedToken> {
  const iss = unverifiedIssuer(token, library);
  if (iss === undefined) return { fault: 'malformed', why: 'the token is not a JWT with an issuer' };
  const issuer = issuers.get(iss);
  if (issuer === undefined)
    return { fault: 'issuer', why: `the issuer \`${iss}\` is not among those trusted: ${trusted(issuers)}` };
  try {
    const { payload, protectedHeader } = await library.jwtVerify(token, issuer.keys, {
      algorithms: [...issuer.algorithms],
      issuer: issuer.issuer,
      requiredClaims: ['exp'],
      currentDate: new Date(instant),
      clockTolerance: issuer.clockTolerance / 1000,
    });
    const verified = { claims: payload, issuer };
    // jose counts whole seconds, which makes up to one more of an expiry between two.
    if (expiryOf(verified) <= instant) return { fault: 'expired', why: `token of \`${iss}\` has expired` };
    return typeRejection(protectedHeader.typ) ?? audienceRejection(payload, issuer) ?? verified;
  } catch (error) {
    return rejectionOf(error, issuer, library);
  }
}

function unverifiedIssuer(token: string, { decodeJwt }: TokenLibrary): string | undefined {
  try {
    const { iss } = decodeJwt(token);
    // What has not been verified need not be what its type says.
    return typeof iss === 'string' ? iss : undefined;
  } catch {
    return undefined;
  }
}

function trusted(issuers: ReadonlyMap<string, TrustedIssuer>): string {
  const names = [...issuers.keys()].map((issuer) => `\`${issuer}\``);
  return names.length === 0 ? 'there is none' : names.join(', ');
}

const acceptedTypes: ReadonlySet<string> = new Set(['jwt', 'at+jwt']);

/**
 * A JWT of another type, such as a logout token, is signed by the same keys and is no credential. Cognito's have none.
 * https://www.rfc-editor.org/rfc/rfc8725#section-3.11
 */
function typeRejection(type: unknown): RejectedToken | undefined {
  if (type === undefined) return undefined;
  if (typeof type === 'string' && acceptedTypes.has(type.toLowerCase().replace(/^application\//, '')))
    return undefined;
  return { fault: 'claims', why: 'the `typ` of the token is neither `JWT` nor `at+jwt`' };
}

/** Access tokens of a user pool name their client in `client_id` and have no `aud`. */
function audienceRejection(claims: JWTPayload, issuer: TrustedIssuer): RejectedToken | undefined {
  if (issuer.audience === null) return undefined;
  const access = claims['token_use'] === 'access';
  const named = access ? (claims['client_id'] ?? claims.aud) : claims.aud;
  const clients: readonly unknown[] = Array.isArray(named) ? named : [named];
  if (issuer.audience.some((client) => clients.includes(client))) return undefined;
  return {
    fault: 'claims',
    why: `the token is for ${clients.map(clientName).join(', ')}, which \`audience\` does not list`,
  };
}

function clientName(client: unknown): string {
  return typeof client === 'string' ? `client \`${client}\`` : 'no client';
}

function rejectionOf(
  error: unknown,
  { issuer }: TrustedIssuer,
  { JOSEError, faults }: TokenLibrary,
): RejectedToken {
  const fault = error instanceof JOSEError ? faults.get(error.code) : undefined;
  const message = messageOf(error);
  if (fault !== undefined) return { fault, why: `token of \`${issuer}\`: ${message}` };
  return { fault: 'keys', why: `the keys of \`${issuer}\` cannot be had: ${message}` };
}
