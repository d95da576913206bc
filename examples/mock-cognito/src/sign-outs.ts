import { setTimeout as delay } from 'node:timers/promises';
import type { AccessTokenStatusHook } from '@cognito-iam/core';
import { decodeJwt, type JWTPayload } from 'jose';
import { type CallEmulator, EmulatorError, memberOf, textAt } from './call-emulator.js';

/** The answer to an operation that the mock carries out itself. */
export interface LocalAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Global sign-out, which the emulator does not have. Kept in memory: a restart forgets it. */
export interface SignOuts {
  /** Carries out `GlobalSignOut` and `AdminUserGlobalSignOut`, and refuses refresh tokens from before; else `undefined`. */
  readonly answer: (operation: string, input: unknown) => Promise<LocalAnswer | undefined>;
  /** Whether an access token is from before its user's sign-out, or its user is disabled. */
  readonly status: AccessTokenStatusHook;
}

/** Keeps track of who signed out everywhere. `issuerDomain` is what the issuer of every token begins with. */
export function trackSignOuts(call: CallEmulator, issuerDomain: string): SignOuts {
  /** Issuer and username → the second in which the user signed out. */
  const signedOut = new Map<string, number>();
  const keyOf = (issuer: unknown, username: unknown): string => `${issuer} ${username}`;
  const isOld = ({ iat = 0 }: JWTPayload, key: string): boolean => iat <= (signedOut.get(key) ?? -1);

  /** Ends with the second: `iat` counts seconds, and a token of the next sign-in must be told from those before. */
  const signOut = async (key: string): Promise<LocalAnswer> => {
    const now = Date.now();
    signedOut.set(key, Math.floor(now / 1000));
    await delay(1000 - (now % 1000));
    return { status: 200, body: {} };
  };

  const answers = new Map<string, (input: unknown) => Promise<LocalAnswer | undefined>>([
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
        return signOut(keyOf(`${issuerDomain}/${textAt(input, 'UserPoolId')}`, textAt(user, 'Username')));
      },
    ],
    [
      'InitiateAuth',
      async (input) => {
        const refreshToken = textAt(memberOf(input, 'AuthParameters'), 'REFRESH_TOKEN');
        const claims = decoded(refreshToken);
        if (claims === undefined || !isOld(claims, keyOf(claims.iss, claims['cognito:username'])))
          return undefined;
        return errorAnswer('NotAuthorizedException', 'Refresh Token has been revoked');
      },
    ],
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
      const poolId = String(iss).slice(issuerDomain.length + 1);
      return (await isDisabled(call, poolId, username)) ? 'userDisabled' : 'active';
    },
  };
}

async function isDisabled(call: CallEmulator, poolId: string, username: unknown): Promise<boolean> {
  try {
    return (
      memberOf(await call('AdminGetUser', { UserPoolId: poolId, Username: username }), 'Enabled') === false
    );
  } catch (error) {
    // A deleted user: the emulator has the right answer to the operation itself.
    if (error instanceof EmulatorError) return false;
    throw error;
  }
}

function decoded(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

function errorAnswer(type: string, message: string): LocalAnswer {
  return { status: 400, body: { __type: type, message } };
}
