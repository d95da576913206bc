import {
  type Authorizer,
  type AuthorizerOptions,
  createAuthorizer,
  createDirectory,
} from '@cognito-iam/core';
import { cognitoIam } from '@cognito-iam/koa';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import Koa from 'koa';

/** The one user pool of the mock. */
export const poolId = 'us-east-1_Example';

const issuer = `http://localhost/${poolId}`;

/** A mock of the user pools API that knows nothing of telemetry. */
export interface Mock {
  readonly app: Koa;
  readonly authorizer: Authorizer;
  /** An access token of a member of `support`, good for an hour. */
  token(username: string): Promise<string>;
}

/** Makes the mock, with signing keys of its own. `options` replace the authorizer's. */
export async function createMock(options: Partial<AuthorizerOptions> = {}): Promise<Mock> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const authorizer = createAuthorizer({
    region: 'us-east-1',
    directory: createDirectory({
      account: '123456789012',
      roles: {
        Support: {
          inlinePolicies: {
            HelpUsers: {
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'LookUp',
                  Effect: 'Allow',
                  Action: ['cognito-idp:ListUsers', 'cognito-idp:AdminGetUser'],
                  Resource: `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${poolId}`,
                },
                { Sid: 'NeverDelete', Effect: 'Deny', Action: 'cognito-idp:*Delete*', Resource: '*' },
              ],
            },
          },
        },
      },
    }),
    issuers: [
      { issuer, jwks: { keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256' }] }, audience: null },
    ],
    roleMapping: {
      groups: [{ group: 'support', role: 'Support', precedence: 0 }],
      ambiguousRoleResolution: 'Deny',
      sessionName: { claim: 'username' },
    },
    ...options,
  });
  const app = new Koa();
  app.use(cognitoIam(authorizer));
  app.use((ctx) => {
    ctx.body = ctx.state.cognitoIam?.operation === 'ListUsers' ? { Users: [] } : {};
  });
  const token = (username: string): Promise<string> =>
    new SignJWT({
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      username,
      client_id: 'example',
      'cognito:groups': ['support'],
    })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(issuer)
      .setSubject(username)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
  return { app, authorizer, token };
}
