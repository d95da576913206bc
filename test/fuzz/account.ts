import {
  type Authorizer,
  type AuthorizerOptions,
  createAuthorizer,
  createDirectory,
  type LogEntry,
  rest,
  restRoutes,
} from '@cognito-iam/core';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const issuer = 'https://issuer.example/pool_1';
const { publicKey, privateKey } = await generateKeyPair('RS256');

/** Seconds that the tokens' clock shows. */
const now = 1_000;

/** The secret of {@link accessKeyId}. */
export const secretAccessKey = 'fuzzing+needs/a+secret';

/** The access key of a user who may read. */
export const accessKeyId = 'AKIAFUZZ';

const inlinePolicies = {
  read: {
    Version: '2012-10-17' as const,
    Statement: {
      Effect: 'Allow' as const,
      Action: ['cognito-idp:AdminGetUser', 'cognito-idp:ListUsers'],
      Resource: '*',
    },
  },
};

/** The actions that anybody may. */
export const allowedOperations: ReadonlySet<string> = new Set(['AdminGetUser', 'ListUsers']);

const directory = createDirectory({
  account: '123456789012',
  roles: { Reader: { inlinePolicies } },
  users: { reader: { inlinePolicies, accessKeys: [{ accessKeyId, secretAccessKey }] } },
});

/** A good ID token, and a good access token. */
export const tokens: Readonly<Record<'id' | 'access', string>> = {
  id: await signed({ token_use: 'id', aud: 'client-1' }),
  access: await signed({
    token_use: 'access',
    client_id: 'client-1',
    scope: 'aws.cognito.signin.user.admin',
  }),
};

function signed(claims: Readonly<Record<string, unknown>>): Promise<string> {
  return new SignJWT({ iss: issuer, sub: '5f1d', exp: 2 * now, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .sign(privateKey);
}

const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one' }] };

/** An authorizer of the account, with the last line of its log. */
export function authorizerOf(changes: Partial<AuthorizerOptions> = {}): {
  readonly authorizer: Authorizer;
  readonly lastLine: () => string;
} {
  let line = '';
  const authorizer = createAuthorizer({
    region: 'us-east-1',
    directory,
    issuers: [{ issuer, jwks, audience: ['client-1'] }],
    roleMapping: { ambiguousRoleResolution: 'Deny', authenticatedRole: 'Reader' },
    now: () => now * 1000,
    log: ({ message }: LogEntry) => {
      line = message;
    },
    ...changes,
  });
  return { authorizer, lastLine: () => line };
}

/** Authorizers of requests of every form: the SDKs', a REST mock's, and a mock's that asks about everything. */
export const authorizers: readonly ReturnType<typeof authorizerOf>[] = [
  authorizerOf(),
  authorizerOf({ routes: rest(restRoutes), render: 'problem+json', reasonHeader: true }),
  authorizerOf({
    routes: rest(restRoutes, { basePath: '/api' }),
    authorization: 'everyAction',
    bodyLimit: 64,
  }),
];
