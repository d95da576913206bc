import type { HttpRequest } from '@cognito-iam/core';

/** What CloudTrail writes in the place of a value that it does not show. */
export const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/**
 * Members that are shown: what names the pool, the client, the group and settings. Everything else is hidden, so that
 * a member that is new tomorrow is no leak: names of users, attributes, passwords, codes, tokens.
 */
const shown: ReadonlySet<string> = new Set([
  ...[
    'UserPoolId',
    'ClientId',
    'IdentityPoolId',
    'ResourceArn',
    'ResourceServerId',
    'ManagedLoginBrandingId',
  ],
  ...[
    'PoolName',
    'ClientName',
    'GroupName',
    'ProviderName',
    'ProviderType',
    'Identifier',
    'Domain',
    'JobName',
  ],
  ...['JobId', 'TermsId', 'TermsName', 'SecretId', 'ClientSecretId', 'RoleArn', 'Precedence', 'Description'],
  ...['AuthFlow', 'ChallengeName', 'ExplicitAuthFlows', 'AllowedOAuthFlows', 'AllowedOAuthScopes', 'Scopes'],
  ...['Tags', 'TagKeys', 'UserPoolTags', 'Limit', 'MaxResults', 'GenerateSecret', 'MfaConfiguration'],
  ...['DeletionProtection', 'UserPoolTier', 'Permanent', 'MessageAction', 'DesiredDeliveryMediums'],
  ...['SoftwareTokenMfaConfiguration', 'Policies', 'UsernameAttributes', 'AutoVerifiedAttributes'],
]);

/** The members of a body for the audit log, their names beginning with a small letter; `null` where it has none. */
export function shownMembers(body: HttpRequest['body']): Readonly<Record<string, unknown>> | null {
  const members = membersOf(body);
  if (members === undefined) return null;
  const entries = Object.entries(members).map(([name, value]): [string, unknown] => [
    name.slice(0, 1).toLowerCase() + name.slice(1),
    shown.has(name) ? value : hidden,
  ]);
  return Object.fromEntries(entries);
}

const decoder = new TextDecoder();

function membersOf(body: HttpRequest['body']): object | undefined {
  if (body === undefined || body instanceof Error) return undefined;
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) return body;
  try {
    const value: unknown = JSON.parse(typeof body === 'string' ? body : decoder.decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
