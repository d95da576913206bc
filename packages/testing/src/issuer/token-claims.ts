import { createHash, randomUUID } from 'node:crypto';

/** Claims of a token, in the order in which user pools write them. */
export type TokenClaims = Readonly<Record<string, unknown>>;

/** When a token counts. */
export interface TokenTimes {
  /** Seconds from when it is made; an hour by default. */
  readonly expiresIn?: number;
  /** A token that has expired a minute ago. */
  readonly expired?: boolean;
  /** A token that counts an hour from now only, by a claim `nbf`, which Cognito itself does not write. */
  readonly notYetValid?: boolean;
}

/** What the token of a user says. */
export interface UserTokenOptions extends TokenTimes {
  /** `cognito:groups`. */
  readonly groups?: readonly string[];
  /** `cognito:roles` of an ID token: ARNs of the groups' roles. */
  readonly roles?: readonly string[];
  /** `cognito:preferred_role` of an ID token; the only one of `roles` by default. */
  readonly preferredRole?: string;
  /** Attributes in an ID token: `{ email: 'a@example.com', 'custom:department': 'sales' }`. */
  readonly attributes?: Readonly<Record<string, string | boolean>>;
  /** Scopes of an access token; `aws.cognito.signin.user.admin`, as of a sign-in by the API, by default. */
  readonly scopes?: readonly string[];
  /** Another app client than the issuer's. */
  readonly clientId?: string;
  /** Claims that take the place of all others of their name, as a pre token generation trigger may write them. */
  readonly claims?: TokenClaims;
}

/** What the token of an app client says, which it has with its own secret. */
export interface MachineTokenOptions extends TokenTimes {
  /** `resource-server/scope`; at least one. */
  readonly scopes: readonly string[];
  readonly clientId?: string;
  readonly claims?: TokenClaims;
}

/** Who issues a token, and when: seconds since 1970. */
export interface Issuance {
  readonly issuer: string;
  readonly clientId: string;
  readonly now: number;
}

/**
 * The claims of an ID token.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 */
export function idClaims(username: string, options: UserTokenOptions, issuance: Issuance): TokenClaims {
  const { groups = [], roles = [], attributes = {}, clientId = issuance.clientId, claims } = options;
  const preferred = options.preferredRole ?? (roles.length === 1 ? roles[0] : undefined);
  const verified = 'email' in attributes && { email_verified: true };
  return {
    sub: subjectOf(username, issuance),
    ...(groups.length > 0 && { 'cognito:groups': groups }),
    ...verified,
    ...(preferred !== undefined && { 'cognito:preferred_role': preferred }),
    iss: issuance.issuer,
    'cognito:username': username,
    origin_jti: randomUUID(),
    ...(roles.length > 0 && { 'cognito:roles': roles }),
    aud: clientId,
    event_id: randomUUID(),
    token_use: 'id',
    ...timesOf(options, issuance),
    jti: randomUUID(),
    ...attributes,
    ...claims,
  };
}

/**
 * The claims of an access token of a user.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export function accessClaims(username: string, options: UserTokenOptions, issuance: Issuance): TokenClaims {
  const { groups = [], scopes, clientId = issuance.clientId, claims } = options;
  return {
    sub: subjectOf(username, issuance),
    ...(groups.length > 0 && { 'cognito:groups': groups }),
    iss: issuance.issuer,
    // Those that the authorization server issues have it.
    ...(scopes !== undefined && { version: 2 }),
    client_id: clientId,
    origin_jti: randomUUID(),
    event_id: randomUUID(),
    token_use: 'access',
    scope: (scopes ?? ['aws.cognito.signin.user.admin']).join(' '),
    ...timesOf(options, issuance),
    jti: randomUUID(),
    username,
    ...claims,
  };
}

/**
 * The claims of an access token of an app client: of no user, so without `username` and groups.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
 */
export function machineClaims(options: MachineTokenOptions, issuance: Issuance): TokenClaims {
  const { scopes, clientId = issuance.clientId, claims } = options;
  const { auth_time, exp, iat, nbf } = timesOf(options, issuance);
  return {
    sub: clientId,
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time,
    iss: issuance.issuer,
    exp,
    iat,
    ...(nbf !== undefined && { nbf }),
    version: 2,
    jti: randomUUID(),
    client_id: clientId,
    ...claims,
  };
}

interface Times {
  readonly auth_time: number;
  readonly exp: number;
  readonly iat: number;
  readonly nbf?: number;
}

function timesOf(
  { expiresIn = 3600, expired = false, notYetValid = false }: TokenTimes,
  { now }: Issuance,
): Times {
  const from = notYetValid ? now + 3600 : now;
  const issued = expired ? now - 60 - expiresIn : now;
  const exp = expired ? now - 60 : from + expiresIn;
  return { auth_time: issued, exp, iat: issued, ...(notYetValid && { nbf: from }) };
}

/** The id of a user: a UUID that is the same in every token of the user's in this pool. */
function subjectOf(username: string, { issuer }: Issuance): string {
  const hash = createHash('sha256').update(`${issuer}\n${username}`).digest('hex');
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
