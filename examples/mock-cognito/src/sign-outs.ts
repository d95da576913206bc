import { setTimeout as delay } from 'node:timers/promises';
import type { AccessTokenStatusHook } from '@cognito-iam/core';
import { decodeJwt, type JWTPayload } from 'jose';
import { type ApiAnswer, errorAnswer } from './api-answer.js';
import { type CallEmulator, EmulatorError, memberOf, textAt } from './call-emulator.js';
import { isDisabled } from './disabled-users.js';

/** Global sign-out, which the emulator does not have. Kept in memory: a restart forgets it. */
export interface SignOuts {
  /** Carries out `GlobalSignOut` and `AdminUserGlobalSignOut`, and refuses refresh tokens that are from before or over; else `undefined`. */
  readonly answer: (operation: string, input: unknown) => Promise<ApiAnswer | undefined>;
  /** Whether an access token is from before its user's sign-out, or its user is disabled. */
  readonly status: AccessTokenStatusHook;
}

/** Keeps track of who signed out everywhere. `issuerDomain` is what the issuer of every token begins with. */
export function trackSignOuts(call: CallEmulator, issuerDomain: string): SignOuts {
  /** User pool and username → the second in which the user signed out. */
  const signedOut = new Map<string, number>();
  /** The pool is the end of the issuer: a refresh token may be older than the port at its beginning. */
  const keyOf = (issuer: unknown, username: unknown): string =>
    `${String(issuer).split('/').at(-1)} ${username}`;
  const isOld = ({ iat = 0 }: JWTPayload, key: string): boolean => iat <= (signedOut.get(key) ?? -1);

  /** Ends with the second: `iat` counts seconds, and a token of the next sign-in must be told from those before. */
  const signOut = async (key: string): Promise<ApiAnswer> => {
    const now = Date.now();
    signedOut.set(key, Math.floor(now / 1000));
    await delay(1000 - (now % 1000));
    return { status: 200, body: {} };
  };

  /** The emulator knows its refresh tokens by heart, so that this one's claims count only if they are its own. */
  const checkRefreshToken = (input: unknown): ApiAnswer | undefined => {
    const claims = decoded(textAt(memberOf(input, 'AuthParameters'), 'REFRESH_TOKEN'));
    if (claims === undefined) return undefined;
    const { exp = 0, iss, ['cognito:username']: username } = claims;
    if (exp * 1000 <= Date.now()) return errorAnswer('NotAuthorizedException', 'Refresh Token has expired');
    if (!isOld(claims, keyOf(iss, username))) return undefined;
    return errorAnswer('NotAuthorizedException', 'Refresh Token has been revoked');
  };

  const answers = new Map<string, (input: unknown) => Promise<ApiAnswer | undefined>>([
    [
      'GlobalSignOut',
      async (input) => {
        const { iss, ['username']: username } = decodeJwt(textAt(input, 'AccessToken'));
        return signOut(keyOf(iss, username));
      },
    ],
    [
      'AdminUserGlobalSignOut',
      async (input) => {
        const user = await call('AdminGetUser', Object(input));
        return signOut(keyOf(textAt(input, 'UserPoolId'), textAt(user, 'Username')));
      },
    ],
    ['InitiateAuth', async (input) => checkRefreshToken(input)],
    ['AdminInitiateAuth', async (input) => checkRefreshToken(input)],
  ]);

  return {
    answer: async (operation, input) => {
      try {
        return await answers.get(operation)?.(input);
      } catch (error) {
        if (error instanceof EmulatorError) return errorAnswer(error.name, error.message);
        throw error;
      }
    },
    status: async (claims) => {
      const { iss = '', username } = claims;
      if (isOld(claims, keyOf(iss, username))) return 'revoked';
      return (await isDisabled(call, issuerDomain, iss, username)) ? 'userDisabled' : 'active';
    },
  };
}

function decoded(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}
