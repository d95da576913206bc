import { createSign, generateKeyPairSync } from 'node:crypto';
import {
  type Authorizer,
  type AuthorizerOptions,
  createAuthorizer,
  createDirectory,
} from '@cognito-iam/core';
import { readWorkload } from './workload.js';

/** The user pool whose tokens and requests are measured. */
export const poolId = 'us-east-1_DevmONMW3';
export const poolArn: string = `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${poolId}`;
export const issuer: string = `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`;
export const clientId = '1example23456789';
export const tags: Readonly<Record<string, string>> = { team: 'core-api', owner: 'carol', env: 'dev' };

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const publicPem: string = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
export const jwk = { kty: 'RSA' as const, n, e, kid: 'one', alg: 'RS256' as const, use: 'sig' as const };

let minted = 0;

/** A new token as a user pool makes it, about 1 KB; no two are the same. */
export function mint(): string {
  const seconds = Math.floor(Date.now() / 1000);
  const header = { kid: jwk.kid, alg: 'RS256', typ: 'JWT' };
  const claims = {
    sub: '5f1d7d3e-90f1-70aa-bbbb-0123456789ab',
    'cognito:groups': ['support'],
    email_verified: true,
    iss: issuer,
    'cognito:username': 'alice',
    origin_jti: '0d5c1a1e-3f0e-4a47-9d1b-0123456789ab',
    aud: clientId,
    event_id: '7c1f2b0a-1f2e-4a47-9d1b-0123456789ab',
    token_use: 'id',
    auth_time: seconds,
    exp: seconds + 3600,
    iat: seconds,
    jti: `4b0b3c6e-1f2e-4a47-9d1b-${String(minted++).padStart(12, '0')}`,
    email: 'alice@example.com',
  };
  const signed = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}

/** Temporary credentials of a session of the role. */
export const accessKey = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'example/secret+key',
  sessionToken: 'example//session//token',
};

/** An account whose one role has the policies of W2: five, with 25 statements. */
export const options: AuthorizerOptions = {
  region: 'us-east-1',
  directory: createDirectory({
    account: '123456789012',
    roles: {
      Support: {
        inlinePolicies: Object.fromEntries(
          readWorkload('W2').policies.map((policy, index) => [`policy-${index}`, policy]),
        ),
      },
    },
    sessions: [{ role: 'Support', sessionName: 'alice', ...accessKey, expiration: new Date('2100-01-01') }],
  }),
  issuers: [{ issuer, jwks: { keys: [jwk] }, audience: [clientId] }],
  roleMapping: {
    groups: [{ group: 'support', role: 'Support', precedence: 0 }],
    ambiguousRoleResolution: 'Deny',
    sessionName: { claim: 'cognito:username' },
  },
  resourceTags: { [poolId]: tags },
  log: () => {},
};

/** An authorizer as its users make it, or with some options changed. */
export function authorizer(changes: Partial<AuthorizerOptions> = {}): Authorizer {
  return createAuthorizer({ ...options, ...changes });
}

/** What an SDK sends: IAM allows the first to the holder of a token, not the second. */
export const allowedTarget = 'AWSCognitoIdentityProviderService.AdminGetUser';
export const deniedTarget = 'AWSCognitoIdentityProviderService.AdminSetUserPassword';
export const body: string = JSON.stringify({ UserPoolId: poolId, Username: 'bob' });

/** The same text as a new string without a hash, like one that has just been read from a connection. */
export function fresh(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
