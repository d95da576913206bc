import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
} from 'amazon-cognito-identity-js';
import { bob, type RealClient } from './client.js';
import { identityJsCalls } from './identity-js-calls.js';
import { KeptTokens } from './kept-tokens.js';
import { clientId, poolId } from './pool.js';

/** amazon-cognito-identity-js, which keeps tokens and renews them. */
export const identityJs: RealClient = {
  name: 'amazon-cognito-identity-js',
  signsInBy: ['InitiateAuth', 'RespondToAuthChallenge'],
  refreshesBy: 'InitiateAuth',
  // What becomes of `new Error(null)`.
  withoutMessage: 'null',
  connect(endpoint) {
    const kept = new KeptTokens();
    const pool = new CognitoUserPool({
      UserPoolId: poolId,
      ClientId: clientId,
      endpoint,
      Storage: kept,
    });
    const named = (Username: string) => new CognitoUser({ Username, Pool: pool, Storage: kept });
    const signedIn = async (): Promise<CognitoUser> => {
      const user = pool.getCurrentUser();
      if (user === null) throw new Error('nobody is signed in');
      await called<unknown>((done) => user.getSession(done));
      return user;
    };
    return {
      signIn: (Username, Password) =>
        new Promise((onSuccess, onFailure) => {
          const details = new AuthenticationDetails({ Username, Password });
          named(Username).authenticateUser(details, { onSuccess, onFailure });
        }),
      keep: (tokens) => kept.keep(tokens),
      async email() {
        const user = await signedIn();
        const attributes = await called<CognitoUserAttribute[]>((done) => user.getUserAttributes(done));
        return attributes?.find(({ Name }) => Name === 'email')?.Value;
      },
      async changeEmail(Value) {
        const user = await signedIn();
        const changes = [new CognitoUserAttribute({ Name: 'email', Value })];
        await called<unknown>((done) => user.updateAttributes(changes, done));
      },
      async signOutEverywhere() {
        const user = await signedIn();
        await new Promise((onSuccess, onFailure) => user.globalSignOut({ onSuccess, onFailure }));
      },
      signUp: (username, password) => called((done) => pool.signUp(username, password, [], [], done)),
      forgotPassword: (username) =>
        new Promise((onSuccess, onFailure) => named(username).forgotPassword({ onSuccess, onFailure })),
      byKeptToken: new Map(
        [...identityJsCalls].map(([operation, call]) => [
          operation,
          async () => {
            const user = await signedIn();
            return called<unknown>((done) => call(user, done));
          },
        ]),
      ),
      sendWithoutCredentials: (operation) => {
        // Public, but not in its types.
        const { client } = pool as unknown as { readonly client: RawClient };
        return called((done) => client.request(operation, bob, done));
      },
    };
  },
};

type Done<T> = (error?: Error | null, result?: T) => void;
interface RawClient {
  request(operation: string, members: object, done: Done<unknown>): void;
}

/** A promise of what a callback gets. */
function called<T>(call: (done: Done<T>) => void): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    call((error, result) => (error ? reject(error) : resolve(result)));
  });
}
