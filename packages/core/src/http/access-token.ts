import type { OperationEntry } from '../cognito/catalog-entries.js';
import type { Members } from './body.js';
import { type Refusal, refuse, refuseWith } from './refusal.js';
import { withinTimeLimit } from './time-limit.js';
import type { TokenFault } from './token-fault.js';
import type { TokenVerifier, VerifiedToken } from './verified-token.js';

/** What the user pool says about an access token that is otherwise good. */
export type AccessTokenStatus = 'active' | 'revoked' | 'userDisabled';

/** Asks the user pool whether a token still counts; gets its verified claims. What it throws refuses the request. */
export type AccessTokenStatusHook = (
  claims: Readonly<Record<string, unknown>>,
) => AccessTokenStatus | Promise<AccessTokenStatus>;

/** What {@link accessTokenReader} goes by. */
export interface AccessTokenSettings {
  readonly verify: TokenVerifier;
  readonly status: AccessTokenStatusHook | undefined;
  /** The longest that the hook may take, in milliseconds. */
  readonly timeLimit: number;
}

/** The scope that lets a token act for its user. */
const userAdminScope = 'aws.cognito.signin.user.admin';

const faultRefusals = new Map<
  TokenFault,
  'accessTokenInvalid' | 'accessTokenUnverified' | 'accessTokenExpired'
>([
  ['malformed', 'accessTokenInvalid'],
  ['issuer', 'accessTokenInvalid'],
  ['claims', 'accessTokenInvalid'],
  ['signature', 'accessTokenUnverified'],
  ['keys', 'accessTokenUnverified'],
  ['expired', 'accessTokenExpired'],
]);

/**
 * Reads the access token in the body of a token-authorized operation: gives it verified, or AWS's refusal. Rejects
 * only where the status hook throws, takes too long or answers nonsense.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
 */
export function accessTokenReader(
  settings: AccessTokenSettings,
): (operation: OperationEntry, members: Members) => Promise<VerifiedToken | Refusal> {
  return async (operation, members) => {
    const token = members['AccessToken'];
    if (token === undefined || token === null) return missingMember('AccessToken');
    if (typeof token !== 'string') return refuse('serialization', '`AccessToken` is not a string');
    const verified = await settings.verify(token);
    if ('fault' in verified)
      return refuse(faultRefusals.get(verified.fault) ?? 'accessTokenInvalid', verified.why);
    if (verified.claims['token_use'] !== 'access')
      return refuse('accessTokenInvalid', 'it is not an access token');
    if (operation.userAdminScope && !scopesOf(verified).includes(userAdminScope)) {
      return refuse('accessTokenScope', `the token has no scope \`${userAdminScope}\``);
    }
    return (await statusRefusal(settings, verified)) ?? verified;
  };
}

/** AWS's refusal of a request without a member that it needs. */
export function missingMember(name: string): Refusal {
  const printed = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return refuseWith(
    'credentialMissing',
    `1 validation error detected: Value at '${printed}' failed to satisfy constraint: Member must not be null`,
  );
}

function scopesOf({ claims }: VerifiedToken): readonly string[] {
  const scope = claims['scope'];
  return typeof scope === 'string' ? scope.split(' ') : [];
}

async function statusRefusal(
  settings: AccessTokenSettings,
  { claims }: VerifiedToken,
): Promise<Refusal | undefined> {
  if (settings.status === undefined) return undefined;
  // Called inside a promise, so that throwing and rejecting are the same.
  const asked = Promise.resolve(claims).then(settings.status);
  const status: string = await withinTimeLimit(asked, settings.timeLimit);
  if (status === 'active') return undefined;
  if (status === 'revoked') return refuse('accessTokenRevoked');
  if (status === 'userDisabled') return refuse('userDisabled');
  throw new TypeError('`accessTokenStatus` answered neither `active`, `revoked` nor `userDisabled`');
}
