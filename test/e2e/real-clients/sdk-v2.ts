import AWS from 'aws-sdk';
import { bob, type RealClient, type SigningClient } from './client.js';
import { clientId } from './pool.js';

const region = 'us-east-1';

/** Version 2 of the AWS SDK for JavaScript. It leaves tokens to its user. */
export const sdkV2: RealClient & SigningClient = {
  name: 'aws-sdk',
  signsInBy: ['InitiateAuth'],
  withoutMessage: null,
  sign(endpoint, given) {
    const credentials = new AWS.Credentials(given);
    const client = new AWS.CognitoIdentityServiceProvider({ endpoint, region, credentials });
    return (operation) =>
      (operation === 'AdminGetUser' ? client.adminGetUser(bob) : client.adminDeleteUser(bob)).promise();
  },
  connect(endpoint) {
    const client = new AWS.CognitoIdentityServiceProvider({ endpoint, region });
    let AccessToken = '';
    return {
      async signIn(USERNAME, PASSWORD) {
        const AuthParameters = { USERNAME, PASSWORD };
        const input = { ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters };
        const { AuthenticationResult } = await client.initiateAuth(input).promise();
        AccessToken = AuthenticationResult?.AccessToken ?? '';
      },
      keep({ access }) {
        AccessToken = access;
      },
      async email() {
        const { UserAttributes } = await client.getUser({ AccessToken }).promise();
        return UserAttributes.find(({ Name }) => Name === 'email')?.Value;
      },
      changeEmail: (Value) =>
        client.updateUserAttributes({ AccessToken, UserAttributes: [{ Name: 'email', Value }] }).promise(),
      signOutEverywhere: () => client.globalSignOut({ AccessToken }).promise(),
      signUp: (Username, Password) => client.signUp({ ClientId: clientId, Username, Password }).promise(),
      forgotPassword: (Username) => client.forgotPassword({ ClientId: clientId, Username }).promise(),
      byKeptToken: new Map(),
      sendWithoutCredentials(operation) {
        const request = client.makeUnauthenticatedRequest('adminGetUser', bob);
        request.on('afterBuild', () => {
          const { headers } = request.httpRequest;
          headers['X-Amz-Target'] = `AWSCognitoIdentityProviderService.${operation}`;
        });
        return request.promise();
      },
    };
  },
};
