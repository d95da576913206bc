import type { HttpRequest, Principal } from '@cognito-iam/core';

/**
 * Who called, as CloudTrail writes it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export interface UserIdentity {
  readonly type: 'AssumedRole' | 'IAMUser' | 'Root' | 'FederatedUser' | 'Unknown';
  readonly principalId?: string;
  readonly arn?: string;
  readonly accountId?: string;
  readonly accessKeyId?: string;
  readonly userName?: string;
  readonly sessionContext?: {
    readonly sessionIssuer?: {
      readonly type: 'Role';
      readonly principalId: string;
      readonly arn: string;
      readonly accountId: string;
      readonly userName: string;
    };
    readonly webIdFederationData?: {
      readonly federatedProvider: string;
      readonly attributes: Readonly<Record<string, string>>;
    };
    readonly attributes: { readonly creationDate: string; readonly mfaAuthenticated: 'true' | 'false' };
  };
}

/** Identities of principals whose credentials were made for a token: nothing of the request is in them. */
const known = new WeakMap<Principal, { readonly account: string; readonly identity: UserIdentity }>();

/** The identity of a principal; of nobody where there are no credentials, or they were no good. */
export function userIdentity(
  principal: Principal | undefined,
  headers: HttpRequest['headers'],
  account: string,
): UserIdentity {
  if (principal === undefined || principal.type === 'Anonymous') {
    return { type: 'Unknown', principalId: 'Anonymous', accountId: account };
  }
  if (!isFederated(principal)) return identityOf(principal, accessKeyId(headers), account);
  const before = known.get(principal);
  if (before?.account === account) return before.identity;
  const identity = identityOf(principal, undefined, account);
  known.set(principal, { account, identity });
  return identity;
}

function identityOf(principal: Principal, key: string | undefined, scope: string): UserIdentity {
  const { type, arn, userId, username, account: accountId = scope } = principal;
  const common = { principalId: userId, arn, accountId, ...(key !== undefined && { accessKeyId: key }) };
  if (type === 'Account') return { type: 'Root', ...common };
  if (type === 'FederatedUser') return { type, ...common, sessionContext: sessionContext(principal) };
  if (type === 'User') {
    const session = 'aws:TokenIssueTime' in principal.sessionContext;
    return {
      type: 'IAMUser',
      ...common,
      ...(username !== undefined && { userName: username }),
      ...(session && { sessionContext: sessionContext(principal) }),
    };
  }
  return { type: 'AssumedRole', ...common, sessionContext: sessionContext(principal) };
}

function sessionContext(principal: Principal): NonNullable<UserIdentity['sessionContext']> {
  const { roleArn, userId, account = '' } = principal;
  const values = principal.sessionContext;
  const provider = values['aws:FederatedProvider'];
  const issued = values['aws:TokenIssueTime'];
  const mfa = values['aws:MultiFactorAuthPresent'];
  return {
    ...(roleArn !== undefined && {
      sessionIssuer: {
        type: 'Role',
        principalId: userId.split(':')[0] ?? '',
        arn: roleArn,
        accountId: account,
        userName: roleArn.split('/').at(-1) ?? '',
      },
    }),
    ...(provider !== undefined && {
      webIdFederationData: { federatedProvider: String(provider), attributes: {} },
    }),
    attributes: {
      creationDate: timeOf(issued),
      mfaAuthenticated: String(mfa) === 'true' ? 'true' : 'false',
    },
  };
}

/** Credentials that were made for a token have no access key that means anything here. */
function isFederated(principal: Principal): boolean {
  return 'aws:FederatedProvider' in principal.sessionContext;
}

function timeOf(issued: unknown): string {
  const date = issued instanceof Date ? issued : new Date(String(issued));
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

function accessKeyId(headers: HttpRequest['headers']): string | undefined {
  const { authorization } = headers;
  return typeof authorization === 'string'
    ? /Credential=([^/,\s]{1,128})\//.exec(authorization)?.[1]
    : undefined;
}
