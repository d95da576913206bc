import { createAuthorizer, type IssuerOptions } from '@cognito-iam/core';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { createTestAccount, createTestIssuer, TestKitError } from '../src/index.js';

const now = '2026-03-01T12:00:00Z';
const seconds = Date.parse(now) / 1000;
const issuer = await createTestIssuer({ now });
const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const times = { auth_time: seconds, exp: seconds + 3600, iat: seconds, jti: uuid };
const role = 'arn:aws:iam::123456789012:role/Support';

describe('the claims are those of Cognito', () => {
  it('in an ID token', async () => {
    const token = await issuer.idToken('ann', {
      groups: ['support'],
      roles: [role],
      attributes: { email: 'ann@example.com', 'custom:department': 'sales' },
    });
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', kid: issuer.jwks.keys[0]?.['kid'] });
    expect(decodeJwt(token)).toEqual({
      sub: uuid,
      'cognito:groups': ['support'],
      email_verified: true,
      'cognito:preferred_role': role,
      iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_TestPool1',
      'cognito:username': 'ann',
      origin_jti: uuid,
      'cognito:roles': [role],
      aud: '1example23456789',
      event_id: uuid,
      token_use: 'id',
      ...times,
      email: 'ann@example.com',
      'custom:department': 'sales',
    });
  });

  it('in an access token', async () => {
    expect(decodeJwt(await issuer.accessToken('ann', { groups: ['support'] }))).toEqual({
      sub: uuid,
      'cognito:groups': ['support'],
      iss: issuer.issuer,
      client_id: '1example23456789',
      origin_jti: uuid,
      event_id: uuid,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      ...times,
      username: 'ann',
    });
    expect(decodeJwt(await issuer.accessToken('ann', { scopes: ['openid', 'email'] }))).toMatchObject({
      version: 2,
      scope: 'openid email',
    });
  });

  it('in the token of an app client', async () => {
    expect(decodeJwt(await issuer.machineToken({ scopes: ['orders/read'] }))).toEqual({
      sub: '1example23456789',
      token_use: 'access',
      scope: 'orders/read',
      auth_time: seconds,
      iss: issuer.issuer,
      exp: seconds + 3600,
      iat: seconds,
      version: 2,
      jti: uuid,
      client_id: '1example23456789',
    });
    const early = await issuer.machineToken({ scopes: ['orders/read'], notYetValid: true });
    expect(decodeJwt(early).nbf).toBe(seconds + 3600);
  });

  it('with several roles no role is preferred unless that is said', async () => {
    const roles = [role, `${role}2`];
    expect(decodeJwt(await issuer.idToken('ann', { roles }))).not.toHaveProperty('cognito:preferred_role');
    const preferring = await issuer.idToken('ann', { roles, preferredRole: role });
    expect(decodeJwt(preferring)['cognito:preferred_role']).toBe(role);
  });

  it('a user has one `sub` in a pool, and another in another', async () => {
    const subject = async (of: typeof issuer, name: string) => decodeJwt(await of.idToken(name)).sub;
    const other = await createTestIssuer({ pool: 'eu-west-1_Other1' });
    expect(await subject(issuer, 'ann')).toBe(await subject(issuer, 'ann'));
    expect(await subject(issuer, 'ann')).not.toBe(await subject(issuer, 'bob'));
    expect(await subject(issuer, 'ann')).not.toBe(await subject(other, 'ann'));
  });
});

describe('an authorizer that trusts the issuer', async () => {
  const account = await createTestAccount({
    roles: { Support: { managedPolicies: ['AmazonCognitoReadOnly'] } },
  });
  const authorizer = (issuers: readonly IssuerOptions[]) =>
    createAuthorizer({
      region: account.region,
      directory: account.directory,
      issuers,
      roleMapping: {
        groups: [{ group: 'support', role: 'Support', precedence: 0 }],
        ambiguousRoleResolution: 'Deny',
      },
      now: () => Date.parse(now),
      log: () => undefined,
    });
  const trusting = authorizer([issuer.options]);
  const ask = async (token: string, operation = 'ListUsers') => {
    const outcome = await trusting.authorize({
      method: 'POST',
      url: '/',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify({ UserPoolId: issuer.poolId }),
      secure: true,
    });
    return outcome.allowed ? 'allowed' : JSON.parse(outcome.response.body).__type;
  };
  const groups = ['support'];

  it('accepts its tokens', async () => {
    expect(await ask(await issuer.idToken('ann', { groups }))).toBe('allowed');
    expect(await ask(await issuer.accessToken('ann', { groups }))).toBe('allowed');
    expect(await ask(await issuer.accessToken('ann', { groups }), 'DeleteUserPool')).toBe(
      'AccessDeniedException',
    );
    const machine = { scopes: ['orders/read'], claims: { 'cognito:groups': groups } };
    expect(await ask(await issuer.machineToken(machine))).toBe('allowed');
  });

  it('refuses those that have expired, count later, are of another pool or for another client', async () => {
    const other = await createTestIssuer({ pool: 'us-east-1_Other1', now });
    const forger = await createTestIssuer({ now });
    const tokens = [
      await issuer.idToken('ann', { groups, expired: true }),
      await issuer.idToken('ann', { groups, notYetValid: true }),
      await issuer.idToken('ann', { groups, expiresIn: -1 }),
      await issuer.idToken('ann', { groups, clientId: 'other' }),
      await other.idToken('ann', { groups }),
      await forger.idToken('ann', { groups }),
      await issuer.sign({ iss: issuer.issuer, aud: issuer.clientId, 'cognito:groups': groups }),
    ];
    for (const token of tokens) expect(await ask(token)).not.toBe('allowed');
  });

  it('may have several, each with a mapping of its own', async () => {
    const roleMapping = { ambiguousRoleResolution: 'Deny' } as const;
    const own = await createTestIssuer({
      issuer: 'http://localhost:9229/local_1abC',
      pool: 'local_1abC',
      roleMapping,
    });
    expect(own.options).toMatchObject({
      issuer: 'http://localhost:9229/local_1abC',
      poolId: 'local_1abC',
      roleMapping,
    });
    expect(() => authorizer([issuer.options, own.options])).not.toThrow();
  });
});

it.each<[string, () => Promise<unknown>, string]>([
  ['an option', () => createTestIssuer({ client: 'x' } as object), 'did you mean `clientId`?'],
  ['a pool', () => createTestIssuer({ pool: 'Users' }), '`Users` is no id of a user pool'],
  [
    'an option of a token',
    () => issuer.idToken('ann', { group: ['support'] } as object),
    'did you mean `groups`?',
  ],
  ['roles of an access token', () => issuer.accessToken('ann', { roles: [role] }), '`roles` is no option'],
  ['scopes of an ID token', () => issuer.idToken('ann', { scopes: ['openid'] }), '`scopes` is no option'],
  ['no scope', () => issuer.machineToken({ scopes: [] }), 'at least one'],
  ['scopes', () => Reflect.apply(issuer.machineToken, issuer, [{}]), 'at least one'],
  [
    'a list of groups',
    () => Reflect.apply(issuer.accessToken, issuer, ['ann', { groups: 'support' }]),
    "write ['support']",
  ],
  [
    'a list of scopes',
    () => Reflect.apply(issuer.machineToken, issuer, [{ scopes: 'a b' }]),
    '`scopes` is a list of names',
  ],
  [
    "a user's name",
    () => Reflect.apply(issuer.accessToken, issuer, []),
    "the first argument is a user's name",
  ],
  ['an empty name', () => issuer.idToken(''), "the first argument is a user's name"],
  [
    'a number for a truth',
    () => Reflect.apply(issuer.idToken, issuer, ['ann', { expired: 1 }]),
    '`expired` is `true` or `false`; got 1',
  ],
  ['no time', () => issuer.idToken('ann', { expiresIn: Number.NaN }), '`expiresIn` is a number of seconds'],
  [
    'an attribute of an object',
    () => Reflect.apply(issuer.idToken, issuer, ['ann', { attributes: { a: {} } }]),
    '`attributes` is attributes by name',
  ],
])('%s that there is not is an error', async (_, make, message) => {
  await expect(make()).rejects.toThrow(TestKitError);
  await expect(make()).rejects.toThrow(message);
});
