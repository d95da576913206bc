import { Amplify } from 'aws-amplify';
import {
  fetchUserAttributes,
  resetPassword,
  signIn,
  signOut,
  signUp,
  updateUserAttributes,
} from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { ConsoleLogger } from 'aws-amplify/utils';
import { vi } from 'vitest';
import { amplifyCalls } from './amplify-calls.js';
import { bob, type RealClient } from './client.js';
import { KeptTokens } from './kept-tokens.js';
import { clientId, poolId } from './pool.js';

// It warns of every endpoint that is not AWS's.
ConsoleLogger.LOG_LEVEL = 'NONE';

/** Configures Amplify, of which there is one in a process, for a server; `authorization` goes with every call. */
export function configureAmplify(endpoint: string, authorization?: string): KeptTokens {
  const Cognito = { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: endpoint };
  const headers = async () => (authorization === undefined ? {} : { authorization });
  Amplify.configure(
    { Auth: { Cognito } },
    { Auth: { tokenProvider: cognitoUserPoolsTokenProvider, headers } },
  );
  cognitoUserPoolsTokenProvider.setAuthConfig({ Cognito });
  const kept = new KeptTokens();
  cognitoUserPoolsTokenProvider.setKeyValueStorage({
    getItem: async (key) => kept.getItem(key),
    setItem: async (key, value) => kept.setItem(key, value),
    removeItem: async (key) => kept.removeItem(key),
    clear: async () => kept.clear(),
  });
  return kept;
}

/** Amplify 6, which keeps tokens and renews them. */
export const amplify: RealClient = {
  name: 'aws-amplify',
  signsInBy: ['InitiateAuth', 'RespondToAuthChallenge'],
  refreshesBy: 'GetTokensFromRefreshToken',
  withoutMessage: 'Unknown error',
  connect(endpoint) {
    const kept = configureAmplify(endpoint);
    return {
      signIn: (username, password) => signIn({ username, password }),
      keep: (tokens) => kept.keep(tokens),
      email: async () => (await fetchUserAttributes()).email,
      changeEmail: (email) => updateUserAttributes({ userAttributes: { email } }),
      signOutEverywhere: () => signOut({ global: true }),
      signUp: (username, password) => signUp({ username, password }),
      forgotPassword: (username) => resetPassword({ username }),
      byKeptToken: amplifyCalls,
      // It has no way to name an operation: this is what a version with another list of them would send.
      async sendWithoutCredentials(operation) {
        const send = globalThis.fetch;
        const changed = vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
          const headers = new Headers(init?.headers);
          headers.set('x-amz-target', `AWSCognitoIdentityProviderService.${operation}`);
          return send(url, { ...init, headers, body: JSON.stringify(bob) });
        });
        try {
          return await resetPassword({ username: 'bob' });
        } finally {
          changed.mockRestore();
        }
      },
    };
  },
};
