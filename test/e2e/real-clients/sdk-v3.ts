import {
  AdminGetUserCommand,
  CognitoIdentityProvider,
  type CognitoIdentityProviderClientConfig,
} from '@aws-sdk/client-cognito-identity-provider';
import { bob, type RealClient, type SigningClient } from './client.js';
import { clientId } from './pool.js';

const region = 'us-east-1';
const secret = { accessKeyId: 'AKIAANY', secretAccessKey: 'any' };
type Signer = NonNullable<CognitoIdentityProviderClientConfig['signer']>;

/** Version 3 of the AWS SDK for JavaScript. It leaves tokens to its user. */
export const sdkV3: RealClient & SigningClient = {
  name: '@aws-sdk/client-cognito-identity-provider',
  signsInBy: ['InitiateAuth'],
  withoutMessage: 'UnknownError',
  sign(endpoint, credentials) {
    const client = new CognitoIdentityProvider({ endpoint, region, credentials });
    return (operation) =>
      operation === 'AdminGetUser' ? client.adminGetUser(bob) : client.adminDeleteUser(bob);
  },
  connect(endpoint) {
    const client = new CognitoIdentityProvider({ endpoint, region });
    let AccessToken: string | undefined;
    return {
      async signIn(USERNAME, PASSWORD) {
        const AuthParameters = { USERNAME, PASSWORD };
        const input = { ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters } as const;
        AccessToken = (await client.initiateAuth(input)).AuthenticationResult?.AccessToken;
      },
      keep({ access }) {
        AccessToken = access;
      },
      async email() {
        const { UserAttributes = [] } = await client.getUser({ AccessToken });
        return UserAttributes.find(({ Name }) => Name === 'email')?.Value;
      },
      changeEmail: (Value) =>
        client.updateUserAttributes({ AccessToken, UserAttributes: [{ Name: 'email', Value }] }),
      signOutEverywhere: () => client.globalSignOut({ AccessToken }),
      signUp: (Username, Password) => client.signUp({ ClientId: clientId, Username, Password }),
      forgotPassword: (Username) => client.forgotPassword({ ClientId: clientId, Username }),
      byKeptToken: new Map(),
      sendWithoutCredentials(operation) {
        const signer = { sign: async (request: unknown) => request } as Signer;
        const unsigned = new CognitoIdentityProvider({ endpoint, region, credentials: secret, signer });
        unsigned.middlewareStack.add(
          (next) => (args) => {
            const { headers } = args.request as { headers: Record<string, string> };
            headers['x-amz-target'] = `AWSCognitoIdentityProviderService.${operation}`;
            return next(args);
          },
          { step: 'build' },
        );
        return unsigned.send(new AdminGetUserCommand(bob));
      },
    };
  },
};
