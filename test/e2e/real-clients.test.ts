import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AuthorizerOptions, createAuthorizer, createDirectory } from '@cognito-iam/core';
import { fetchAuthSession, getCurrentUser, resetPassword, signOut } from 'aws-amplify/auth';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { adapters } from '../conformance/adapters.js';
import { issuer, mint, optionsFor, poolArn, type TokenSpec } from '../conformance/fixture.js';
import { configureAmplify } from './real-clients/amplify.js';
import type { Connection } from './real-clients/client.js';
import { clients, signingClients } from './real-clients/clients.js';
import { alice, openPool, type Pool, unverified } from './real-clients/pool.js';

// What the SDKs say about their age and Node's is no result of a test. They say it when they are imported.
vi.hoisted(() => {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  process.env['AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE'] = '1';
});

const hour = 3_600_000;
const read = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: ['cognito-idp:AdminGetUser', 'cognito-idp:GetUser'], Resource: '*' },
} as const;
const key = { accessKeyId: 'AKIAALICE', secretAccessKey: 'alice-secret' };
const directory = createDirectory({
  account: '123456789012',
  roles: { Support: { inlinePolicies: { read } }, Admin: {} },
  users: { alice: { inlinePolicies: { read }, accessKeys: [key] } },
});
const support = 'arn:aws:sts::123456789012:assumed-role/Support/alice';
const user = 'arn:aws:iam::123456789012:user/alice';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** Asks a promise for the error that the client has made of the answer. */
async function errorOf(call: Promise<unknown>): Promise<{ readonly name: string; readonly message: string }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { name: error.name, message: error.message };
  }
  throw new Error('it did not fail');
}

/** The clients that keep tokens and do not leave them to their user. */
const renewing = clients.filter(({ refreshesBy }) => refreshesBy !== undefined);

const access = { token_use: 'access' };
const forged: readonly (readonly [string, TokenSpec, string])[] = [
  [
    'signed with another key',
    { claims: access, signedBy: 'forger' },
    'Could not verify signature for Access Token',
  ],
  [
    'signed with a key that is not published',
    { claims: access, signedBy: 'unknownKey' },
    'Could not verify signature for Access Token',
  ],
  [
    'without signature',
    { claims: access, signedBy: 'nobody' },
    'Could not verify signature for Access Token',
  ],
  ['that is an ID token', {}, 'Invalid Access Token'],
  ['of another pool', { claims: { ...access, iss: `${issuer}OTHER` } }, 'Invalid Access Token'],
  ['of another app client', { claims: { ...access, client_id: 'client-2' } }, 'Invalid Access Token'],
  [
    'without the scope',
    { claims: { ...access, scope: 'openid' } },
    'Access Token does not have required scopes',
  ],
];

const denied = (arn: string, operation: string, resource: string) => {
  const action = `cognito-idp:${operation}`;
  return {
    name: 'AccessDeniedException',
    message: `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  };
};

const notAuthorized = (message: string) => ({ name: 'NotAuthorizedException', message });

describe.each(adapters)('$name', (adapter) => {
  /** The adapter in front of a pool. */
  async function serve(changes: Partial<AuthorizerOptions> = {}): Promise<{ endpoint: string; pool: Pool }> {
    const pool = openPool();
    const usual = optionsFor([]).roleMapping ?? { ambiguousRoleResolution: 'Deny' };
    const roleMapping = { ...usual, sessionName: { claim: ['cognito:username', 'username'] } };
    const options = { directory, accessTokenStatus: pool.status, roleMapping, ...changes };
    const authorizer = createAuthorizer(optionsFor([], options));
    const answer = ({ result }: { readonly result: Parameters<Pool['answer']>[0] }) => pool.answer(result);
    const server = createServer(adapter.app(authorizer, { answer })).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, pool };
  }

  describe.each(clients)('$name', ({ connect, signsInBy, withoutMessage }) => {
    /** A connection that has kept the tokens of a sign-in, and its pool. */
    async function resumed(changes?: Partial<AuthorizerOptions>): Promise<Connection & { pool: Pool }> {
      const { endpoint, pool } = await serve(changes);
      const connection = connect(endpoint);
      connection.keep(await pool.issue());
      return { ...connection, pool };
    }

    test('signs in, reads, changes and signs out', async () => {
      const { endpoint, pool } = await serve();
      const { signIn, email, changeEmail, signOutEverywhere } = connect(endpoint);
      await signIn(alice.username, alice.password);
      expect(pool.calls.splice(0)).toEqual(signsInBy);
      expect(await email()).toBe('alice@example.com');
      await changeEmail('alice@example.org');
      expect(await email()).toBe('alice@example.org');
      await signOutEverywhere();
      // One of them reads again what it has changed.
      expect([...new Set(pool.calls)]).toEqual(['GetUser', 'UpdateUserAttributes', 'GlobalSignOut']);
    });

    test('needs no credentials for what is public, and gets the errors of the pool', async () => {
      const { endpoint, pool } = await serve();
      const { signIn, signUp, forgotPassword } = connect(endpoint);
      await signUp('dora', 'Dora-2026');
      const { __type: name, message } = unverified.body;
      expect(await errorOf(forgotPassword('dora'))).toEqual({ name, message });
      expect(await errorOf(signIn('alice', 'a guess'))).toEqual(
        notAuthorized('Incorrect username or password.'),
      );
      expect(pool.calls).toEqual(['SignUp', 'ForgotPassword', ...signsInBy]);
    });

    test('believes in a session that is over for the server', async () => {
      let now = Date.now();
      const { pool, email, changeEmail } = await resumed({ now: () => now });
      now += hour - 60_000;
      expect(await email()).toBe('alice@example.com');
      now += 120_000;
      expect(await errorOf(email())).toEqual(notAuthorized('Access Token has expired'));
      expect(await errorOf(changeEmail('eve@example.com'))).toEqual(
        notAuthorized('Access Token has expired'),
      );
      expect(pool.calls).toEqual(['GetUser']);
    });

    test.each(forged)('is given an access token %s', async (_, spec, message) => {
      const { pool, keep, email, changeEmail } = await resumed();
      keep({ ...(await pool.issue()), access: await mint(spec) });
      expect(await errorOf(email())).toEqual(notAuthorized(message));
      expect(await errorOf(changeEmail('eve@example.com'))).toEqual(notAuthorized(message));
      expect(pool.calls).toEqual([]);
    });

    test('has signed out everywhere, and somebody has kept the tokens', async () => {
      const { pool, keep, email, signOutEverywhere } = await resumed();
      const tokens = await pool.issue();
      keep(tokens);
      await signOutEverywhere();
      keep(tokens);
      expect(await errorOf(email())).toEqual(notAuthorized('Access Token has been revoked'));
      expect(pool.calls).toEqual(['GlobalSignOut']);
    });

    test('its user is disabled', async () => {
      const { pool, email } = await resumed();
      expect(await email()).toBe('alice@example.com');
      pool.disable();
      expect(await errorOf(email())).toEqual(notAuthorized('User is disabled.'));
      expect(pool.calls).toEqual(['GetUser']);
    });

    test('sends an operation without its credentials', async () => {
      const { endpoint, pool } = await serve();
      expect(await errorOf(connect(endpoint).sendWithoutCredentials('AdminGetUser'))).toEqual({
        name: 'MissingAuthenticationTokenException',
        message: 'Missing Authentication Token',
      });
      expect(pool.calls).toEqual([]);
    });

    test('sends an operation that there is not', async () => {
      const { endpoint, pool } = await serve();
      expect(await errorOf(connect(endpoint).sendWithoutCredentials('AdminGetUserFully'))).toEqual({
        name: 'UnknownOperationException',
        message: withoutMessage,
      });
      expect(pool.calls).toEqual([]);
    });

    test('every action: asks for what no policy allows', async () => {
      const { pool, email, changeEmail, forgotPassword } = await resumed({ authorization: 'everyAction' });
      expect(await email()).toBe('alice@example.com');
      expect(await errorOf(changeEmail('eve@example.com'))).toEqual(
        denied(support, 'UpdateUserAttributes', '*'),
      );
      expect(await errorOf(forgotPassword('alice'))).toEqual(denied('anonymous', 'ForgotPassword', '*'));
      expect(pool.calls).toEqual(['GetUser']);
    });
  });

  test.each(renewing)('$name renews a session that is over', async ({ connect, refreshesBy }) => {
    const { endpoint, pool } = await serve();
    const { keep, email } = connect(endpoint);
    const over = { expiresIn: -60 };
    const { refresh } = await pool.issue();
    keep({ access: await mint({ claims: access, ...over }), id: await mint(over), refresh });
    expect(await email()).toBe('alice@example.com');
    expect(pool.calls).toEqual([refreshesBy, 'GetUser']);
  });

  test.each(renewing)('$name shows its token with every call', async ({ connect }) => {
    const { endpoint, pool } = await serve();
    const { keep, byKeptToken } = connect(endpoint);
    const good = await pool.issue();
    const bad = { ...good, access: await mint({ claims: access, signedBy: 'forger' }) };
    expect(byKeptToken.size).toBeGreaterThan(10);
    for (const [operation, call] of byKeptToken) {
      keep(good);
      // What it makes of an answer of nothing is its own affair, and so is what it calls after that.
      await call().catch(() => undefined);
      expect(pool.calls.splice(0)[0]).toBe(operation);
      keep(bad);
      expect(await errorOf(call()), operation).toEqual(
        notAuthorized('Could not verify signature for Access Token'),
      );
      expect(pool.calls, operation).toEqual([]);
    }
  });

  test.each(signingClients)('$name signs what IAM decides', async ({ sign }) => {
    const { endpoint, pool } = await serve();
    const byKey = sign(endpoint, key);
    expect(await byKey('AdminGetUser')).toMatchObject({ Username: 'alice' });
    expect(await errorOf(byKey('AdminDeleteUser'))).toEqual(denied(user, 'AdminDeleteUser', poolArn));
    const byToken = sign(endpoint, {
      accessKeyId: 'any',
      secretAccessKey: 'any',
      sessionToken: await mint(),
    });
    expect(await byToken('AdminGetUser')).toMatchObject({ Username: 'alice' });
    expect(await errorOf(byToken('AdminDeleteUser'))).toEqual(denied(support, 'AdminDeleteUser', poolArn));
    expect(pool.calls).toEqual(['AdminGetUser', 'AdminGetUser']);
  });

  test('aws-amplify asks for a new session until it has signed out', async () => {
    const { endpoint, pool } = await serve();
    const tokens = await pool.issue();
    configureAmplify(endpoint).keep(tokens);
    expect(await getCurrentUser()).toMatchObject({ username: 'alice' });
    const renewed = await fetchAuthSession({ forceRefresh: true });
    expect(renewed.tokens?.accessToken.toString()).not.toBe(tokens.access);
    await signOut({ global: true });
    configureAmplify(endpoint).keep(tokens);
    expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeUndefined();
    const refresh = 'GetTokensFromRefreshToken';
    expect(pool.calls).toEqual([refresh, 'GlobalSignOut', refresh]);
  });

  test('aws-amplify with an authorization header of its own', async () => {
    const { endpoint, pool } = await serve({ authorization: 'everyAction' });
    configureAmplify(endpoint, `Bearer ${await mint()}`);
    expect(await errorOf(resetPassword({ username: 'bob' }))).toEqual(denied(support, 'ForgotPassword', '*'));
    configureAmplify(endpoint, `Bearer ${await mint({ signedBy: 'forger' })}`);
    expect(await errorOf(resetPassword({ username: 'bob' }))).toEqual({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
    expect(pool.calls).toEqual([]);
  });
});
