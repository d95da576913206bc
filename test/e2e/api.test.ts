import { readFileSync } from 'node:fs';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientId, confirmationCode, poolId, users } from '../../examples/mock-cognito/src/account.js';
import {
  createAnonymousClient,
  createBearerClient,
  signIn,
} from '../../examples/mock-cognito/src/signed-in-client.js';
import { expressListener } from './express-mock.js';
import { allTokens, patience, startTestMock, type TestMock } from './mock.js';

interface Case {
  readonly name: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Names the token that the SDK's calls carry; empty for the SDK's own signature, absent for no credentials. */
  readonly bearer?: string;
  /** Absent where the call succeeds. */
  readonly error?: { readonly name: string; readonly message: string };
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('../cases/e2e.json', import.meta.url), 'utf8'),
);
const [alice, bob, carol] = users;
if (alice === undefined || bob === undefined || carol === undefined) throw new Error('there are three users');

describe.each([
  ['Koa', undefined],
  ['Express', expressListener],
] as const)('a real SDK and a real emulator, through %s', (_framework, listener) => {
  let mock: TestMock;
  let tokens: ReadonlyMap<string, string>;

  beforeAll(async () => {
    mock = await startTestMock(listener);
    tokens = await allTokens(mock);
  }, patience);
  afterAll(() => mock?.close(), patience);

  function tokenOf(name: unknown): unknown {
    return typeof name === 'string' ? (tokens.get(name) ?? name) : name;
  }

  function clientOf(bearer: string | undefined): sdk.CognitoIdentityProviderClient {
    if (bearer === undefined) return createAnonymousClient(mock.endpoint);
    if (bearer !== '') return createBearerClient(mock.endpoint, String(tokenOf(bearer)));
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'unknown' };
    return new sdk.CognitoIdentityProviderClient({
      endpoint: mock.endpoint,
      region: 'us-east-1',
      credentials,
    });
  }

  async function call(operation: string, input: Case['input'], bearer?: string): Promise<unknown> {
    const Command = Reflect.get(sdk, `${operation}Command`);
    const members = Object.entries(input).map(([name, value]) => [name, tokenOf(value)]);
    const client = clientOf(bearer);
    try {
      return await client.send(new Command(Object.fromEntries(members)));
    } finally {
      client.destroy();
    }
  }

  it.for(cases)('$name', { timeout: patience }, async ({ operation, input, bearer, error }) => {
    const result = await call(operation, input, bearer).then(
      () => 'allowed',
      (thrown: Error) => ({ name: thrown.name, message: thrown.message }),
    );
    expect(result).toEqual(error ?? 'allowed');
  });

  it('gives a denial the status, the headers and the bytes of the real service', {
    timeout: patience,
  }, async () => {
    const response = await fetch(mock.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.AdminDeleteUser',
        authorization: `Bearer ${tokens.get('bob.access')}`,
      },
      body: JSON.stringify({ UserPoolId: poolId, Username: 'dave' }),
    });
    const message =
      'User: arn:aws:sts::123456789012:assumed-role/Support/bob is not authorized to perform: cognito-idp:AdminDeleteUser on resource: arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_LocalDemo with an explicit deny in an identity-based policy';
    expect(response.status).toBe(400);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-errortype': 'AccessDeniedException:',
      'x-amzn-errormessage': message,
      'x-amzn-requestid': expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      'access-control-allow-origin': '*',
    });
    expect(await response.text()).toBe(`{"__type":"AccessDeniedException","Message":"${message}"}`);
  });

  it('refuses a signed operation without credentials', { timeout: patience }, async () => {
    const response = await post('ListUsers', { UserPoolId: poolId });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      __type: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    });
  });

  it('lets a browser ask first, and read every answer', { timeout: patience }, async () => {
    const preflight = await fetch(mock.endpoint, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(200);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-amz-target');
    const answer = await post('InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: alice.username, PASSWORD: alice.password },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-amzn-ErrorType');
  });

  it('answers an operation that Cognito does not have', { timeout: patience }, async () => {
    expect(await (await post('BecomeAdministrator', {})).json()).toEqual({
      __type: 'UnknownOperationException',
    });
  });

  it('lets anybody sign up, who then has no rights', { timeout: patience }, async () => {
    const user = { username: 'frank', password: 'Frank-2026', group: undefined, rights: '' };
    const client = createAnonymousClient(mock.endpoint);
    const signUp = await client.send(
      new sdk.SignUpCommand({ ClientId: clientId, Username: user.username, Password: user.password }),
    );
    expect(signUp.UserConfirmed).toBe(false);
    await client.send(
      new sdk.ConfirmSignUpCommand({
        ClientId: clientId,
        Username: user.username,
        ConfirmationCode: confirmationCode,
      }),
    );
    const { access } = await signIn(mock.endpoint, user);
    const self = await client.send(new sdk.GetUserCommand({ AccessToken: access }));
    expect(self.Username).toBe('frank');
    const listing = createBearerClient(mock.endpoint, access).send(
      new sdk.ListUsersCommand({ UserPoolId: poolId }),
    );
    await expect(listing).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('forgets nothing of the body on the way: text beyond ASCII arrives', { timeout: patience }, async () => {
    const client = createBearerClient(mock.endpoint, tokens.get('alice.access') ?? '');
    const who = { UserPoolId: poolId, Username: 'zoë' };
    const name = { Name: 'name', Value: 'Zoë 🦊 O’Brien' };
    await client.send(
      new sdk.AdminCreateUserCommand({ ...who, MessageAction: 'SUPPRESS', UserAttributes: [name] }),
    );
    const read = await client.send(new sdk.AdminGetUserCommand(who));
    expect(read.UserAttributes).toContainEqual(name);
    await client.send(new sdk.AdminDeleteUserCommand(who));
  });

  it('refuses the tokens from before a global sign-out, and only those', { timeout: patience }, async () => {
    const before = await signInWithRefreshToken();
    const client = createAnonymousClient(mock.endpoint);
    await client.send(new sdk.GlobalSignOutCommand({ AccessToken: before.access }));
    const after = await signInWithRefreshToken();
    await expect(client.send(new sdk.GetUserCommand({ AccessToken: before.access }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
    await expect(refresh(before.refresh)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Refresh Token has been revoked',
    });
    expect((await client.send(new sdk.GetUserCommand({ AccessToken: after.access }))).Username).toBe('carol');
    expect((await refresh(after.refresh)).AuthenticationResult?.AccessToken).toBeTypeOf('string');
  });

  it('lets the administrator alone sign somebody else out', { timeout: patience }, async () => {
    const before = await signIn(mock.endpoint, carol);
    const order = new sdk.AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: 'carol' });
    const asBob = createBearerClient(mock.endpoint, tokens.get('bob.access') ?? '').send(order);
    await expect(asBob).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const client = createAnonymousClient(mock.endpoint);
    await client.send(new sdk.GetUserCommand({ AccessToken: before.access }));
    await createBearerClient(mock.endpoint, tokens.get('alice.access') ?? '').send(order);
    await expect(client.send(new sdk.GetUserCommand({ AccessToken: before.access }))).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    });
  });

  it('refuses the access token of a disabled user', { timeout: patience }, async () => {
    const { access } = await signIn(mock.endpoint, carol);
    const client = createBearerClient(mock.endpoint, tokens.get('bob.access') ?? '');
    const who = { UserPoolId: poolId, Username: 'carol' };
    await client.send(new sdk.AdminDisableUserCommand(who));
    const whileDisabled = client.send(new sdk.GetUserCommand({ AccessToken: access }));
    await expect(whileDisabled).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User is disabled.',
    });
    await client.send(new sdk.AdminEnableUserCommand(who));
    await client.send(new sdk.GetUserCommand({ AccessToken: access }));
  });

  it('trusts the tokens of an app client from the moment it is created', { timeout: patience }, async () => {
    const admin = createBearerClient(mock.endpoint, tokens.get('alice.access') ?? '');
    const created = await admin.send(
      new sdk.CreateUserPoolClientCommand({ UserPoolId: poolId, ClientName: 'second' }),
    );
    const answer = await createAnonymousClient(mock.endpoint).send(
      new sdk.InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: created.UserPoolClient?.ClientId,
        AuthParameters: { USERNAME: bob.username, PASSWORD: bob.password },
      }),
    );
    const client = createBearerClient(mock.endpoint, answer.AuthenticationResult?.AccessToken ?? '');
    const listed = await client.send(new sdk.ListUsersCommand({ UserPoolId: poolId }));
    expect(listed.Users?.length).toBeGreaterThan(2);
  });

  function post(operation: string, input: Case['input']): Promise<Response> {
    return fetch(mock.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(input),
    });
  }

  async function signInWithRefreshToken(): Promise<{ readonly access: string; readonly refresh: string }> {
    const answer = await createAnonymousClient(mock.endpoint).send(
      new sdk.InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: clientId,
        AuthParameters: { USERNAME: 'carol', PASSWORD: 'Carol-2026' },
      }),
    );
    const { AccessToken = '', RefreshToken = '' } = answer.AuthenticationResult ?? {};
    return { access: AccessToken, refresh: RefreshToken };
  }

  function refresh(token: string): Promise<sdk.InitiateAuthCommandOutput> {
    return createAnonymousClient(mock.endpoint).send(
      new sdk.InitiateAuthCommand({
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: clientId,
        AuthParameters: { REFRESH_TOKEN: token },
      }),
    );
  }
});
