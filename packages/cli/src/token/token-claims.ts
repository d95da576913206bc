import { createHash, randomUUID } from 'node:crypto';
import { developmentIssuerOf } from './development-issuers.js';

/** What a development token is to say. */
export interface TokenRequest {
  readonly use: 'id' | 'access';
  /** Name of the user in its pool. */
  readonly user: string;
  readonly poolId: string | undefined;
  readonly client: string;
  /** ARN of the role that it prefers; only ID tokens have one. */
  readonly role: string | undefined;
  readonly groups: readonly string[];
  /** Other claims: attributes of the user. */
  readonly claims: Readonly<Record<string, string | boolean>>;
  /** Seconds since 1970. */
  readonly now: number;
  /** In seconds. */
  readonly lifetime: number;
}

/**
 * The claims of such a token, as user pools issue them; the issuer alone is no pool's.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export function tokenClaims(request: TokenRequest): Readonly<Record<string, unknown>> {
  const { use, user, poolId, client, role, groups, claims, now, lifetime } = request;
  const shared = {
    sub: subjectOf(user, poolId),
    ...(groups.length > 0 && { 'cognito:groups': groups }),
    iss: developmentIssuerOf(poolId),
    origin_jti: randomUUID(),
    event_id: randomUUID(),
    token_use: use,
    auth_time: now,
    exp: now + lifetime,
    iat: now,
    jti: randomUUID(),
  };
  if (use === 'access') {
    const own = { client_id: client, scope: 'aws.cognito.signin.user.admin', username: user };
    return { ...shared, ...own, ...claims };
  }
  const roles = role === undefined ? {} : { 'cognito:roles': [role], 'cognito:preferred_role': role };
  return { ...shared, ...roles, aud: client, 'cognito:username': user, ...claims };
}

/** The id of a user: a UUID that is the same in every token of its. */
function subjectOf(user: string, poolId = ''): string {
  const hash = createHash('sha256').update(`${poolId}\n${user}`).digest('hex');
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
