import { randomUUID } from 'node:crypto';
import type { AccessTokenStatusHook, AuthorizationResult } from '@cognito-iam/core';
import { decodeJwt } from 'jose';
import type { Answer } from '../../conformance/adapters.js';
import { mint } from '../../conformance/fixture.js';
import { beginSrp, type SrpSignIn } from './srp.js';

export const poolId = 'us-east-1_EXAMPLE';
export const clientId = 'client-1';
export const alice = { username: 'alice', password: 'Alice-2026' };

/** What a sign-in gives. */
export interface Tokens {
  readonly access: string;
  readonly id: string;
  readonly refresh: string;
}

/** A user pool behind an adapter: as much of one as clients need, and a record of what reached it. */
export interface Pool {
  readonly answer: (result: Partial<AuthorizationResult>) => Promise<Answer>;
  /** The operations that reached it, in order. */
  readonly calls: string[];
  /** For the authorizer in front of it: who signed out everywhere, and who is disabled. */
  readonly status: AccessTokenStatusHook;
  /** Alice signs in on another device. */
  readonly issue: () => Promise<Tokens>;
  readonly disable: () => void;
}

type Members = Readonly<Record<string, unknown>>;
type Texts = Readonly<Record<string, string>>;
const refused = (__type: string, message: string) =>
  ({ status: 400, body: { __type, message } }) as const satisfies Answer;
/** What the pool itself refuses. */
export const unverified = refused(
  'InvalidParameterException',
  'Cannot reset password for the user as there is no registered/verified email or phone_number',
);
const wrongPassword = refused('NotAuthorizedException', 'Incorrect username or password.');

/** A pool with one user, alice. What it does not know it answers with nothing. It trusts what the authorizer let through, as an emulator does. */
export function openPool(): Pool {
  const calls: string[] = [];
  const sessions = new Map<string, SrpSignIn>();
  const signedOut = new Set<unknown>();
  let email = 'alice@example.com';
  let disabled = false;

  const issue = async (origin_jti: string = randomUUID()): Promise<Tokens> => {
    const claims = { origin_jti, jti: randomUUID() };
    const access = await mint({ claims: { ...claims, token_use: 'access' } });
    return { access, id: await mint({ claims }), refresh: `refresh ${origin_jti}` };
  };

  const signedIn = async (origin_jti?: string): Promise<Answer> => {
    const { access, id, refresh } = await issue(origin_jti);
    const AuthenticationResult = {
      AccessToken: access,
      IdToken: id,
      RefreshToken: refresh,
      TokenType: 'Bearer',
      ExpiresIn: 3600,
    };
    return { status: 200, body: { AuthenticationResult, ChallengeParameters: {} } };
  };

  const refresh = async (token: unknown): Promise<Answer> => {
    const [, origin = ''] = String(token).split(' ');
    if (signedOut.has(origin)) return refused('NotAuthorizedException', 'Refresh Token has been revoked');
    return signedIn(origin);
  };

  const initiateAuth = async ({ AuthFlow, AuthParameters }: Members): Promise<Answer> => {
    const { USERNAME = '', PASSWORD, SRP_A = '', REFRESH_TOKEN } = AuthParameters as Texts;
    if (AuthFlow === 'REFRESH_TOKEN_AUTH') return refresh(REFRESH_TOKEN);
    if (AuthFlow === 'USER_PASSWORD_AUTH') {
      return USERNAME === alice.username && PASSWORD === alice.password ? signedIn() : wrongPassword;
    }
    const signIn = beginSrp(poolId, USERNAME, alice.password, SRP_A);
    sessions.set(USERNAME, signIn);
    const body = { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: signIn.parameters };
    return { status: 200, body };
  };

  const operations = new Map<string | undefined, (members: Members) => Promise<Answer>>([
    ['InitiateAuth', initiateAuth],
    [
      'RespondToAuthChallenge',
      async ({ ChallengeResponses }) => {
        const responses = ChallengeResponses as Texts;
        return sessions.get(String(responses['USERNAME']))?.proves(responses) ? signedIn() : wrongPassword;
      },
    ],
    ['GetTokensFromRefreshToken', async ({ RefreshToken }) => refresh(RefreshToken)],
    ['GetUser', async () => ({ status: 200, body: user() })],
    ['AdminGetUser', async () => ({ status: 200, body: user() })],
    [
      'UpdateUserAttributes',
      async ({ UserAttributes }) => {
        email = (UserAttributes as readonly { readonly Value: string }[])[0]?.Value ?? email;
        return { status: 200, body: { CodeDeliveryDetailsList: [] } };
      },
    ],
    [
      'GlobalSignOut',
      async ({ AccessToken }) => {
        signedOut.add(decodeJwt(String(AccessToken))['origin_jti']);
        return { status: 200, body: {} };
      },
    ],
    ['SignUp', async () => ({ status: 200, body: { UserConfirmed: true, UserSub: '5f1e' } })],
    ['ForgotPassword', async () => unverified],
  ]);

  const user = () => ({ Username: alice.username, UserAttributes: [{ Name: 'email', Value: email }] });

  return {
    answer: async ({ operation, members }) => {
      calls.push(String(operation));
      const answer = operations.get(operation);
      return answer === undefined ? { status: 200, body: {} } : answer({ ...members });
    },
    calls,
    status: ({ origin_jti }) =>
      origin_jti !== undefined && signedOut.has(origin_jti)
        ? 'revoked'
        : disabled
          ? 'userDisabled'
          : 'active',
    issue,
    disable: () => {
      disabled = true;
    },
  };
}
