import type { Tokens } from './pool.js';

/** How to call the pool with a client; whatever fails rejects with an `Error` that has AWS's name and message. */
export interface Connection {
  /** With SRP where the client can, with the password where it cannot. */
  signIn(username: string, password: string): Promise<unknown>;
  /** Puts tokens where the client keeps those of a sign-in. */
  keep(tokens: Tokens): void;
  /** Asks for the user's own attributes (`GetUser`) and gives the address. */
  email(): Promise<string | undefined>;
  /** `UpdateUserAttributes` */
  changeEmail(email: string): Promise<unknown>;
  /** `GlobalSignOut` */
  signOutEverywhere(): Promise<unknown>;
  /** `SignUp` */
  signUp(username: string, password: string): Promise<unknown>;
  /** `ForgotPassword` */
  forgotPassword(username: string): Promise<unknown>;
  /** The other calls that an access token authorizes, by operation, where the client keeps the token itself. */
  readonly byKeptToken: ReadonlyMap<string, () => Promise<unknown>>;
  /** Sends an operation of any name without credentials, about bob. */
  sendWithoutCredentials(operation: string): Promise<unknown>;
}

/** A client that people use, under test. A new one needs one entry in `clients.ts`. */
export interface RealClient {
  readonly name: string;
  /** A connection on which nobody is signed in. */
  readonly connect: (endpoint: string) => Connection;
  /** The operations of its sign-in. */
  readonly signsInBy: readonly string[];
  /** What it calls by itself when its access token is over; absent where it does nothing by itself. */
  readonly refreshesBy?: string;
  /** What it says of an error that has no message. */
  readonly withoutMessage: string | null;
}

/** An access key, or temporary credentials. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A client that signs requests. A new one needs one entry in `clients.ts`. */
export interface SigningClient {
  readonly name: string;
  /** Sends an operation about bob, signed with the credentials. */
  readonly sign: (
    endpoint: string,
    credentials: Credentials,
  ) => (operation: 'AdminGetUser' | 'AdminDeleteUser') => Promise<unknown>;
}

/** The user that administrators ask for. */
export const bob = { UserPoolId: 'us-east-1_EXAMPLE', Username: 'bob' };
