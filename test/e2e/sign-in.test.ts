import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientId, poolId, users } from '../../examples/mock-cognito/src/account.js';
import { textAt } from '../../examples/mock-cognito/src/call-emulator.js';
import { openSessionBook } from '../../examples/mock-cognito/src/sessions.js';
import { signIn } from '../../examples/mock-cognito/src/signed-in-client.js';
import { patience, startTestMock, type TestMock } from './mock.js';
import { callApi } from './raw-call.js';

const [alice] = users;
if (alice === undefined) throw new Error('there is a first user');
const invalidSession = { __type: 'NotAuthorizedException', message: 'Invalid session for the user.' };
const expiredSession = {
  __type: 'NotAuthorizedException',
  message: 'Invalid session for the user, session is expired.',
};

describe('what the emulator does not ask of a sign-in', { timeout: patience }, () => {
  let mock: TestMock;
  let admin: string;
  let otherClient: string;

  beforeAll(async () => {
    mock = await startTestMock();
    admin = (await signIn(mock.endpoint, alice)).access;
    otherClient = await createClient({ ClientName: 'another' });
  }, patience);
  afterAll(() => mock?.close(), patience);

  const call = (operation: string, input: object, token?: string) =>
    callApi(mock.endpoint, operation, input, token);

  async function createClient(settings: object): Promise<string> {
    const { answer } = await call('CreateUserPoolClient', { UserPoolId: poolId, ...settings }, admin);
    return textAt(answer['UserPoolClient'], 'ClientId');
  }

  const signInAs = (USERNAME: string, PASSWORD: string, ClientId = clientId) =>
    call('InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId,
      AuthParameters: { USERNAME, PASSWORD },
    });

  const respond = (Session: unknown, USERNAME: string, more: object = {}) =>
    call('RespondToAuthChallenge', {
      ClientId: clientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session,
      ChallengeResponses: { USERNAME, NEW_PASSWORD: 'Chosen-2026' },
      ...more,
    });

  /** Somebody who must choose a password at the first sign-in. */
  async function createUser(Username: string): Promise<void> {
    const input = { UserPoolId: poolId, Username, TemporaryPassword: 'Temp-2026', MessageAction: 'SUPPRESS' };
    expect((await call('AdminCreateUser', input, admin)).status).toBe(200);
  }

  it('the temporary password, before a new one may be chosen', async () => {
    await createUser('erin');
    expect(await signInAs('erin', 'a guess')).toEqual({
      status: 400,
      answer: { __type: 'InvalidPasswordException', message: 'Invalid password' },
    });
    expect((await signInAs('erin', 'Temp-2026')).answer).toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: expect.any(String),
    });
  });

  it('the session of that sign-in, once', async () => {
    await createUser('frank');
    const { answer } = await signInAs('frank', 'Temp-2026');
    const first = await respond(answer['Session'], 'frank');
    expect(first.answer['AuthenticationResult']).toBeDefined();
    expect(await respond(answer['Session'], 'frank')).toEqual({ status: 400, answer: invalidSession });
    expect((await signInAs('frank', 'Chosen-2026')).status).toBe(200);
  });

  it('the session, of many who use it at once, from one', async () => {
    await createUser('grace');
    const { answer } = await signInAs('grace', 'Temp-2026');
    const all = await Promise.all(Array.from({ length: 8 }, () => respond(answer['Session'], 'grace')));
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 400)]);
  });

  it.each([
    ['user', 'alice', {}],
    ['app client', 'heidi', { ClientId: 'otherClient' }],
    ['challenge', 'heidi', { ChallengeName: 'SOFTWARE_TOKEN_MFA' }],
    ['session', 'heidi', { Session: 'made-up' }],
    ['session (none)', 'heidi', { Session: undefined }],
  ])(
    'the same %s as before',
    async (_what, name, { ClientId, ...more }: Readonly<Record<string, unknown>>) => {
      await call('AdminDeleteUser', { UserPoolId: poolId, Username: 'heidi' }, admin);
      await createUser('heidi');
      const { answer } = await signInAs('heidi', 'Temp-2026');
      const client = ClientId === undefined ? {} : { ClientId: otherClient };
      const strange = await respond(answer['Session'], String(name), { ...client, ...more });
      expect(strange).toEqual({ status: 400, answer: invalidSession });
      expect((await respond(answer['Session'], 'heidi')).status).toBe(200);
      expect((await signIn(mock.endpoint, alice)).access).toBeTypeOf('string');
    },
  );

  it('a user who is not disabled', async () => {
    const who = { UserPoolId: poolId, Username: 'dave' };
    const before = await signInAs('dave', 'Dave-2026');
    const REFRESH_TOKEN = textAt(before.answer['AuthenticationResult'], 'RefreshToken');
    const refresh = {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: clientId,
      AuthParameters: { REFRESH_TOKEN },
    };
    expect((await call('InitiateAuth', refresh)).status).toBe(200);
    await call('AdminDisableUser', who, admin);
    const disabled = {
      status: 400,
      answer: { __type: 'NotAuthorizedException', message: 'User is disabled.' },
    };
    expect(await signInAs('dave', 'Dave-2026')).toEqual(disabled);
    expect(await call('InitiateAuth', refresh)).toEqual(disabled);
    await call('AdminEnableUser', who, admin);
    expect((await signInAs('dave', 'Dave-2026')).status).toBe(200);
  });

  it('a refresh token from after the sign-out, whoever brings it', async () => {
    const before = await signInAs('carol', 'Carol-2026');
    const REFRESH_TOKEN = textAt(before.answer['AuthenticationResult'], 'RefreshToken');
    const refresh = {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: clientId,
      AuthParameters: { REFRESH_TOKEN },
    };
    const asAdmin = () => call('AdminInitiateAuth', { ...refresh, UserPoolId: poolId }, admin);
    expect((await asAdmin()).status).toBe(200);
    await call('AdminUserGlobalSignOut', { UserPoolId: poolId, Username: 'carol' }, admin);
    const revoked = { __type: 'NotAuthorizedException', message: 'Refresh Token has been revoked' };
    expect((await asAdmin()).answer).toEqual(revoked);
    expect((await call('InitiateAuth', refresh)).answer).toEqual(revoked);
    const other = { ...refresh, AuthFlow: 'REFRESH_TOKEN' };
    expect((await call('InitiateAuth', other)).answer).toEqual(revoked);
  });

  it('the operation with which Amplify renews a session', async () => {
    const renew = (RefreshToken: unknown) =>
      call('GetTokensFromRefreshToken', { ClientId: clientId, RefreshToken });
    const before = await signInAs('carol', 'Carol-2026');
    const token = textAt(before.answer['AuthenticationResult'], 'RefreshToken');
    const { status, answer } = await renew(token);
    expect(status).toBe(200);
    const AccessToken = textAt(answer['AuthenticationResult'], 'AccessToken');
    expect((await call('GetUser', { AccessToken })).answer).toMatchObject({ Username: 'carol' });
    expect((await renew('')).answer).toMatchObject({ __type: 'InvalidParameterException' });
    expect((await renew(['x'])).answer).toMatchObject({ __type: 'SerializationException' });
    await call('AdminUserGlobalSignOut', { UserPoolId: poolId, Username: 'carol' }, admin);
    const message = 'Refresh Token has been revoked';
    expect((await renew(token)).answer).toEqual({ __type: 'NotAuthorizedException', message });
  });

  it('a refresh token that is not over', async () => {
    const brief = await createClient({
      ClientName: 'brief',
      RefreshTokenValidity: 1,
      TokenValidityUnits: { RefreshToken: 'seconds' },
    });
    const { answer } = await signInAs('carol', 'Carol-2026', brief);
    const REFRESH_TOKEN = textAt(answer['AuthenticationResult'], 'RefreshToken');
    await delay(2_000);
    const late = await call('InitiateAuth', {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: brief,
      AuthParameters: { REFRESH_TOKEN },
    });
    const message = 'Refresh Token has expired';
    expect(late.answer).toEqual({ __type: 'NotAuthorizedException', message });
  });
});

describe('the book of sessions', () => {
  const members = { ClientId: 'one', AuthParameters: { USERNAME: 'zoe@example.com' } };
  const answer = {
    Session: 'issued',
    ChallengeName: 'SMS_MFA',
    ChallengeParameters: { USER_ID_FOR_SRP: 'zoe' },
  };
  const response = (USERNAME = 'zoe', Session = 'issued') => ({
    ClientId: 'one',
    ChallengeName: 'SMS_MFA',
    Session,
    ChallengeResponses: { USERNAME, SMS_MFA_CODE: '123456' },
  });

  it.each([
    [179_999, undefined],
    [180_000, expiredSession],
    [600_000, expiredSession],
  ])('keeps a session for three minutes: after %d ms', (later, refusal) => {
    let now = 1_000;
    const book = openSessionBook(() => now);
    book.remember('InitiateAuth', members, answer);
    now += later;
    const taken = book.take('RespondToAuthChallenge', response());
    expect('refusal' in taken ? taken.refusal.body : undefined).toEqual(refusal);
  });

  it('forgets in the end', () => {
    let now = 0;
    const book = openSessionBook(() => now);
    book.remember('InitiateAuth', members, answer);
    now = 180_000 + 3_600_001;
    book.remember('InitiateAuth', members, { ...answer, Session: 'next' });
    expect(book.take('RespondToAuthChallenge', response())).toMatchObject({
      refusal: { body: invalidSession },
    });
    expect(book.take('RespondToAuthChallenge', response('zoe', 'next'))).toHaveProperty('members');
  });

  it('takes the name that was typed, and goes on with the user whom it meant', () => {
    const book = openSessionBook();
    book.remember('InitiateAuth', members, answer);
    expect(book.take('RespondToAuthChallenge', response('zoe@example.com'))).toEqual({ members: response() });
  });

  it('keeps the session of the next challenge, and none that another operation echoes', () => {
    const book = openSessionBook();
    book.remember('RespondToAuthChallenge', response(), { ...answer, Session: 'second' });
    book.remember('VerifySoftwareToken', members, answer);
    expect(book.take('RespondToAuthChallenge', response('zoe', 'second'))).toEqual({
      members: response('zoe', 'second'),
    });
    expect(book.take('RespondToAuthChallenge', response())).toMatchObject({
      refusal: { body: invalidSession },
    });
  });
});
