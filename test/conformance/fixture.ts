import { type AuthorizerOptions, createDirectory, type Directory, type LogEntry } from '@cognito-iam/core';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';

export const poolArn = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_EXAMPLE';
export const issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE';

const trusted = await generateKeyPair('RS256');
const forger = await generateKeyPair('RS256');
export const jwks = {
  keys: [{ ...(await exportJWK(trusted.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }],
};

/** How a case describes a token; `signedBy` is the issuer's own key if left out. */
export interface TokenSpec {
  readonly claims?: JWTPayload;
  /** Claims that the token is to lack. */
  readonly without?: readonly string[];
  /** Seconds from now. */
  readonly expiresIn?: number;
  readonly signedBy?: 'issuer' | 'forger' | 'nobody' | 'unknownKey';
}

const idClaims = {
  iss: issuer,
  aud: 'client-1',
  token_use: 'id',
  sub: '5f1d',
  'cognito:username': 'alice',
  'cognito:groups': ['support'],
};

const accessClaims = {
  iss: issuer,
  client_id: 'client-1',
  token_use: 'access',
  scope: 'openid aws.cognito.signin.user.admin',
  sub: '5f1d',
  username: 'alice',
  'cognito:groups': ['support'],
};

/** An ID token of alice in group `support`, or an access token of hers where `token_use` says so. */
export async function mint(spec: TokenSpec = {}, now = Date.now()): Promise<string> {
  const seconds = Math.floor(now / 1000);
  const usual = spec.claims?.['token_use'] === 'access' ? accessClaims : idClaims;
  const claims: JWTPayload = {
    ...usual,
    iat: seconds,
    exp: seconds + (spec.expiresIn ?? 3600),
    ...spec.claims,
  };
  for (const name of spec.without ?? []) delete claims[name];
  if (spec.signedBy === 'nobody') return new UnsecuredJWT(claims).encode();
  const key = spec.signedBy === 'forger' ? forger.privateKey : trusted.privateKey;
  const kid = spec.signedBy === 'unknownKey' ? 'two' : 'one';
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
}

const onPool = (Action: string | readonly string[], Condition?: Record<string, Record<string, string>>) => ({
  Effect: 'Allow' as const,
  Action,
  Resource: poolArn,
  ...(Condition && { Condition }),
});

export const directory: Directory = createDirectory({
  account: '123456789012',
  managedPolicies: {
    NeverDelete: {
      Version: '2012-10-17',
      Statement: { Effect: 'Deny', Action: 'cognito-idp:*Delete*', Resource: '*' },
    },
  },
  roles: {
    Support: {
      inlinePolicies: {
        support: {
          Version: '2012-10-17',
          Statement: [
            onPool(['cognito-idp:AdminGetUser', 'cognito-idp:ListUsers', 'cognito-idp:AdminDeleteUser']),
            onPool('cognito-idp:AdminDisableUser', { StringEquals: { 'aws:ResourceTag/stage': 'dev' } }),
            onPool('cognito-idp:AdminEnableUser', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
            onPool('cognito-idp:AdminResetUserPassword', { Bool: { 'aws:SecureTransport': 'true' } }),
            onPool('cognito-idp:ListGroups', { StringNotEquals: { 'aws:PrincipalTag/team': 'red' } }),
            { Effect: 'Allow', Action: 'cognito-idp:GetUser', Resource: '*' },
          ],
        },
      },
      managedPolicies: ['NeverDelete'],
    },
    Admin: {
      inlinePolicies: {
        everything: {
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Action: 'cognito-idp:*', Resource: '*' },
        },
      },
      permissionsBoundary: 'AmazonCognitoReadOnly',
    },
  },
});

/** The options of every case; a case may change them. `entries` gets the log. */
export function optionsFor(entries: LogEntry[], changes: Partial<AuthorizerOptions> = {}): AuthorizerOptions {
  return {
    region: 'us-east-1',
    directory,
    issuers: [{ issuer, jwks, audience: ['client-1'] }],
    roleMapping: {
      groups: [
        { group: 'support', role: 'Support', precedence: 1 },
        { group: 'admin', role: 'Admin', precedence: 2 },
      ],
      ambiguousRoleResolution: 'Deny',
      sessionName: { claim: 'cognito:username' },
      principalTags: { team: 'custom:team' },
    },
    resourceTags: { 'us-east-1_EXAMPLE': { stage: 'dev' } },
    log: (entry) => entries.push(entry),
    ...changes,
  };
}
