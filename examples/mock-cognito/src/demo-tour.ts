import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { poolId, type SeededUser, users } from './account.js';
import { type ForgedTokens, forgeTokens } from './forged-tokens.js';
import { createAnonymousClient, createBearerClient, signIn, type Tokens } from './signed-in-client.js';
import type { Mock } from './start-mock.js';

/** How a call ended: `allowed`, or the name of the error. */
export type Result = string;

/** One call, made by each of the users in turn. */
export interface DemoRow {
  readonly label: string;
  readonly results: readonly Result[];
  readonly expected: readonly Result[];
}

/** What the tour found. */
export interface DemoReport {
  readonly users: readonly string[];
  readonly rows: readonly DemoRow[];
  /** One whole message of an explicit deny, as the SDK reports it. */
  readonly deniedMessage: string;
}

/** What a step has to work with: one user's tokens, and clients that use them. */
interface Visitor {
  readonly name: string;
  readonly tokens: Tokens;
  readonly forged: ForgedTokens;
  /** Carries the access token as a Bearer token. */
  readonly client: CognitoIdentityProviderClient;
  readonly anonymous: CognitoIdentityProviderClient;
  withToken(token: string): CognitoIdentityProviderClient;
}

interface Step {
  readonly label: string;
  readonly call: (visitor: Visitor) => Promise<unknown>;
  /** For alice, bob and carol. */
  readonly expected: readonly [Result, Result, Result];
}

const allowed = 'allowed';
const denied = 'AccessDeniedException';
const invalid = 'UnrecognizedClientException';
const everybody = (result: Result): Step['expected'] => [result, result, result];
const dave = { UserPoolId: poolId, Username: 'dave' };
const listUsers = new ListUsersCommand({ UserPoolId: poolId });

const steps: readonly Step[] = [
  {
    label: 'GetUser (herself, himself)',
    call: ({ anonymous, tokens }) => anonymous.send(new GetUserCommand({ AccessToken: tokens.access })),
    expected: everybody(allowed),
  },
  { label: 'ListUsers', call: ({ client }) => client.send(listUsers), expected: [allowed, allowed, denied] },
  {
    label: 'ListUsers with the ID token',
    call: ({ withToken, tokens }) => withToken(tokens.id).send(listUsers),
    expected: [allowed, allowed, denied],
  },
  {
    label: 'AdminGetUser',
    call: ({ client }) => client.send(new AdminGetUserCommand(dave)),
    expected: [allowed, allowed, denied],
  },
  {
    label: 'AdminDisableUser',
    call: ({ client }) => client.send(new AdminDisableUserCommand(dave)),
    expected: [allowed, allowed, denied],
  },
  {
    label: 'AdminEnableUser',
    call: ({ client }) => client.send(new AdminEnableUserCommand(dave)),
    expected: [allowed, allowed, denied],
  },
  {
    label: 'AdminCreateUser',
    call: ({ client, name }) =>
      client.send(
        new AdminCreateUserCommand({ ...dave, Username: `made-by-${name}`, MessageAction: 'SUPPRESS' }),
      ),
    expected: [allowed, denied, denied],
  },
  {
    label: 'AdminDeleteUser',
    call: ({ client }) => client.send(new AdminDeleteUserCommand(dave)),
    expected: [allowed, denied, denied],
  },
  {
    label: 'CreateUserPool',
    call: ({ client }) => client.send(new CreateUserPoolCommand({ PoolName: 'another' })),
    expected: everybody(denied),
  },
  {
    label: 'ListUsers, token without signature',
    call: ({ withToken, forged }) => withToken(forged.unsigned).send(listUsers),
    expected: everybody(invalid),
  },
  {
    label: 'ListUsers, token of another key',
    call: ({ withToken, forged }) => withToken(forged.otherKey).send(listUsers),
    expected: everybody(invalid),
  },
  {
    label: 'ListUsers, token of another pool',
    call: ({ withToken, forged }) => withToken(forged.otherPool).send(listUsers),
    expected: everybody(invalid),
  },
  {
    label: 'ListUsers, expired token',
    call: ({ withToken, forged }) => withToken(forged.expired).send(listUsers),
    expected: everybody('ExpiredTokenException'),
  },
  {
    label: 'GlobalSignOut',
    call: ({ anonymous, tokens }) => anonymous.send(new GlobalSignOutCommand({ AccessToken: tokens.access })),
    expected: everybody(allowed),
  },
  {
    label: 'GetUser after it',
    call: ({ anonymous, tokens }) => anonymous.send(new GetUserCommand({ AccessToken: tokens.access })),
    expected: everybody('NotAuthorizedException'),
  },
];

/** Signs alice, bob and carol in and lets each of them try every step. */
export async function takeTour(mock: Mock): Promise<DemoReport> {
  const visitors = await Promise.all(users.slice(0, 3).map((user) => createVisitor(mock, user)));
  const rows: DemoRow[] = [];
  let deniedMessage = '';
  for (const { label, call, expected } of steps) {
    const results: Result[] = [];
    for (const visitor of visitors) {
      const error = await errorOf(call(visitor));
      results.push(error?.name ?? allowed);
      if (error?.message.includes('explicit deny')) deniedMessage = error.message;
    }
    rows.push({ label, results, expected });
  }
  return { users: visitors.map(({ name }) => name), rows, deniedMessage };
}

async function createVisitor(mock: Mock, user: SeededUser): Promise<Visitor> {
  const tokens = await signIn(mock.endpoint, user);
  const withToken = (token: string): CognitoIdentityProviderClient =>
    createBearerClient(mock.endpoint, token);
  return {
    name: user.username,
    tokens,
    forged: await forgeTokens(tokens.access, mock.folder),
    client: withToken(tokens.access),
    anonymous: createAnonymousClient(mock.endpoint),
    withToken,
  };
}

async function errorOf(call: Promise<unknown>): Promise<Error | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
