import { createPrivateKey } from 'node:crypto';
import { createRequire } from 'node:module';
import { createRemoteJWKSet, decodeJwt, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientId, poolId, users } from '../../examples/mock-cognito/src/account.js';
import { signIn } from '../../examples/mock-cognito/src/signed-in-client.js';
import { patience, startTestMock, type TestMock } from './mock.js';
import { isGone } from './program.js';

const require = createRequire(import.meta.url);
const [alice] = users;
if (alice === undefined) throw new Error('there is a first user');

describe('the Koa app', { timeout: patience }, () => {
  let mock: TestMock;
  let token: string;

  beforeAll(async () => {
    mock = await startTestMock();
    token = (await signIn(mock.endpoint, alice)).access;
  }, patience);
  afterAll(() => mock?.close(), patience);

  function post(operation: string, input: unknown, bearer = token): Promise<Response> {
    return fetch(mock.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
        authorization: `Bearer ${bearer}`,
      },
      body: JSON.stringify(input),
    });
  }

  it('publishes the keys with which its tokens verify, where discovery says', async () => {
    const discovery = await fetch(`${mock.endpoint}/${poolId}/.well-known/openid-configuration`);
    const { issuer, jwks_uri } = Object(await discovery.json());
    expect(issuer).toBe(`${mock.endpoint}/${poolId}`);
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(jwks_uri)), { issuer });
    expect(payload).toMatchObject({
      username: 'alice',
      client_id: clientId,
      'cognito:groups': ['Administrators'],
    });
  });

  it('tells whoever asks that it is well', async () => {
    expect(await (await fetch(`${mock.endpoint}/health`)).json()).toEqual({ ok: true });
  });

  it.each([
    ['POST', '/health'],
    ['GET', '/'],
    ['GET', '/oauth2/token'],
    ['POST', `/${poolId}/.well-known/jwks.json`],
  ])('lets nothing else go round the permission check: %s %s', async (method, path) => {
    const response = await fetch(mock.endpoint + path, { method });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ __type: 'UnknownOperationException' });
  });

  it("does not trust the key in cognito-local's package, which everybody has", async () => {
    const { pem } = require('cognito-local/lib/keys/cognitoLocal.private.json');
    const forged = await new SignJWT(decodeJwt(token))
      .setProtectedHeader({ alg: 'RS256', kid: 'CognitoLocal' })
      .sign(createPrivateKey(pem));
    expect(await (await post('ListUsers', { UserPoolId: poolId }, forged)).json()).toMatchObject({
      __type: 'UnrecognizedClientException',
    });
    expect(await (await post('GetUser', { AccessToken: forged })).json()).toEqual({
      __type: 'NotAuthorizedException',
      message: 'Could not verify signature for Access Token',
    });
  });

  it('hands on what the emulator says of an operation that it does not have', async () => {
    const response = await post('ListUserImportJobs', { UserPoolId: poolId, MaxResults: 10 });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ __type: 'CognitoLocal#Unsupported' });
  });

  it('answers many requests at once, each its own', async () => {
    const names = Array.from({ length: 50 }, (_, index) => users[index % users.length]?.username ?? '');
    const answers = await Promise.all(
      names.map(async (Username) =>
        Object(await (await post('AdminGetUser', { UserPoolId: poolId, Username })).json()),
      ),
    );
    expect(answers.map(({ Username }) => Username)).toEqual(names);
  });

  it('answers in the shape of the API when the emulator is gone', async () => {
    process.kill(mock.emulator.pid, 'SIGKILL');
    await isGone(mock.emulator.pid);
    expect((await mock.emulator.died).message).toContain('the emulator ended (signal SIGKILL)');
    const response = await post('ListUsers', { UserPoolId: poolId });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ __type: 'InternalErrorException' });
    expect(mock.log.at(-1)).toContain('fault: connect ECONNREFUSED');
  });
});
