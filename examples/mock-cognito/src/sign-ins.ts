import { decodeJwt } from 'jose';
import { type ApiAnswer, errorAnswer } from './api-answer.js';
import { type CallEmulator, EmulatorError, memberOf, textAt } from './call-emulator.js';
import { isDisabled } from './disabled-users.js';

/**
 * What Cognito asks of a sign-in and the emulator does not: given an operation, its members and the emulator's answer,
 * resolves with a refusal, or `undefined` where the answer may go out.
 */
export type SignInCheck = (
  operation: string,
  members: unknown,
  answer: unknown,
) => Promise<ApiAnswer | undefined>;

/** Checks sign-ins with an emulator. `issuerDomain` is what the issuer of every token begins with. */
export function signInCheck(call: CallEmulator, issuerDomain: string): SignInCheck {
  /** The emulator lets anybody set a new password for a user who has to choose one, whatever the old one was. */
  const checkPassword = async (members: unknown, answer: unknown): Promise<ApiAnswer | undefined> => {
    const USERNAME = textAt(memberOf(answer, 'ChallengeParameters'), 'USER_ID_FOR_SRP');
    const PASSWORD = textAt(memberOf(members, 'AuthParameters'), 'PASSWORD');
    const ClientId = textAt(members, 'ClientId');
    try {
      // Here it looks at the password.
      const proof = await call('AdminInitiateAuth', {
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        ClientId,
        AuthParameters: { USERNAME, PASSWORD },
      });
      const Token = textAt(memberOf(proof, 'AuthenticationResult'), 'RefreshToken');
      await call('RevokeToken', { ClientId, Token });
      return undefined;
    } catch (error) {
      if (error instanceof EmulatorError) return errorAnswer(error.name, error.message);
      throw error;
    }
  };

  const checkUser = async (accessToken: string): Promise<ApiAnswer | undefined> => {
    const { iss, ['username']: username } = decodeJwt(accessToken);
    const disabled = await isDisabled(call, issuerDomain, iss, username);
    return disabled ? errorAnswer('NotAuthorizedException', 'User is disabled.') : undefined;
  };

  return async (operation, members, answer) => {
    if (operation === 'InitiateAuth' && memberOf(answer, 'ChallengeName') === 'NEW_PASSWORD_REQUIRED') {
      return checkPassword(members, answer);
    }
    const accessToken = textAt(memberOf(answer, 'AuthenticationResult'), 'AccessToken');
    return accessToken === '' ? undefined : checkUser(accessToken);
  };
}
