import type { ContextValue } from '../policy/index.js';
import { type Claims, claimOf } from './claims.js';
import type { Principal } from './principal.js';
import { roleSession } from './principal-of-entry.js';
import type { AssumedRole } from './role-mapping.js';
import type { RoleMappingOptions } from './role-mapping-options.js';
import { isTagValue } from './tags.js';
import { type RoleRefusal, refusal } from './token-roles.js';

/** The options of a role mapping that say what a session carries. */
export type SessionOptions = Pick<RoleMappingOptions, 'principalTags' | 'identityPoolId'>;

/**
 * The session that an identity pool would start for a token: `claims` are verified, `assumed` is what the role
 * mapping gave for them, and `provider` names the user pool as in `cognito-identity.amazonaws.com:amr`; it follows
 * from the issuer where it is left out.
 *
 * A principal tag has one value, so a claim that is missing or a list sets none; text that cannot be the value of a
 * tag is a refusal, because STS would not start the session. Total: no claim makes it throw.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/attributes-for-access-control.html
 */
export function principalFromClaims(
  claims: Claims,
  assumed: AssumedRole,
  options: SessionOptions,
  provider?: string,
): Principal | RoleRefusal {
  const tags: Record<string, string> = Object.create(null);
  for (const [key, claim] of Object.entries(options.principalTags ?? {})) {
    const value = claimOf(claims, claim);
    if (value === undefined || typeof value === 'object') continue;
    const text = String(value);
    if (!isTagValue(text)) {
      return refusal(
        'malformedTag',
        `the value of claim \`${claim}\` cannot be that of session tag \`${key}\``,
      );
    }
    tags[key] = text;
  }
  return roleSession(assumed.role, assumed.sessionName, {
    tags,
    context: sessionContext(claims, options.identityPoolId, provider ?? providerOf(claims)),
  });
}

/**
 * The keys that a session of an identity pool has all its life. `…:sub` is not among them: a token holds no identity
 * id, and a made-up one would match no deployed policy. Nor is `aws:MultiFactorAuthPresent`, which web identities lack.
 */
function sessionContext(
  claims: Claims,
  identityPoolId: string | undefined,
  provider: string | undefined,
): Readonly<Record<string, ContextValue>> {
  const subject = claimOf(claims, 'sub');
  const amr = ['authenticated'];
  if (provider !== undefined) {
    amr.push(provider);
    if (typeof subject === 'string') amr.push(`${provider}:CognitoSignIn:${subject}`);
  }
  const context: Record<string, ContextValue> = Object.create(null);
  context['aws:FederatedProvider'] = 'cognito-identity.amazonaws.com';
  context['aws:TokenIssueTime'] = issueTime(claimOf(claims, 'iat'));
  context['cognito-identity.amazonaws.com:amr'] = Object.freeze(amr);
  if (identityPoolId !== undefined) context['cognito-identity.amazonaws.com:aud'] = identityPoolId;
  return Object.freeze(context);
}

/** The last second of the year 9999: IAM's dates have four digits for the year. */
const lastSecond = 253_402_300_799;

/**
 * When the session began. A token that does not say is the oldest there is, so that a policy which revokes older
 * sessions denies it.
 */
function issueTime(issuedAt: unknown): string {
  const known = typeof issuedAt === 'number' && issuedAt >= 0 && issuedAt <= lastSecond;
  return new Date(known ? Math.floor(issuedAt) * 1000 : 0).toISOString().replace('.000Z', 'Z');
}

function providerOf(claims: Claims): string | undefined {
  const issuer = claimOf(claims, 'iss');
  return typeof issuer === 'string' ? issuer.replace(/^https?:\/\//, '') : undefined;
}
