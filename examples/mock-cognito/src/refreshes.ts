import type { AuthorizationResult } from '@cognito-iam/core';
import { textAt } from './call-emulator.js';

type Decided = Pick<AuthorizationResult, 'operation' | 'members'>;

/**
 * `GetTokensFromRefreshToken`, with which Amplify renews its session, in the words of an operation that the emulator
 * has: `InitiateAuth`. Others stay as they are. App clients of the emulator do not rotate refresh tokens.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
 */
export function inWordsOfTheEmulator({ operation, members }: Decided): Decided {
  if (operation !== 'GetTokensFromRefreshToken') return { operation, members };
  return {
    operation: 'InitiateAuth',
    members: {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: textAt(members, 'ClientId'),
      AuthParameters: { REFRESH_TOKEN: textAt(members, 'RefreshToken') },
    },
  };
}
