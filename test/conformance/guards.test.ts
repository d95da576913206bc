import { type AuthorizerOptions, createAuthorizer, type LogEntry } from '@cognito-iam/core';
import { describe, expect, test } from 'vitest';
import { mint, optionsFor } from './fixture.js';
import { guarded, pool, type SeenBehindGuard } from './guards.js';
import { sendRaw } from './send.js';
import { now, signed, signedDirectory } from './signed-case.js';

const support = 'arn:aws:sts::123456789012:assumed-role/Support/alice';

describe.each(guarded)('a guard of $name', ({ app, build }) => {
  async function sent(
    method: string,
    path: string,
    changes: Partial<AuthorizerOptions> = {},
    body = '',
    more: Readonly<Record<string, string>> = {},
  ) {
    const log: LogEntry[] = [];
    const send = sendRaw({ app });
    const headers = {
      authorization: `Bearer ${await mint()}`,
      ...more,
      ...(body && { 'content-type': 'application/json', 'content-length': String(body.length) }),
    };
    const received = await send(createAuthorizer(optionsFor(log, changes)), { method, path, headers, body });
    return { ...received, log };
  }

  test('lets through what the caller may do', async () => {
    const { status, body, headers } = await sent('GET', '/users/bob');
    expect(status).toBe(200);
    expect(headers['access-control-allow-origin']).toBe('*');
    const seen: SeenBehindGuard = JSON.parse(body);
    expect(seen.result).toMatchObject({
      operation: 'AdminGetUser',
      members: { UserPoolId: pool, Username: 'bob' },
      principal: { arn: support },
      decision: { decision: 'allowed' },
    });
  });

  test("refuses with AWS's bytes what the caller may not", async () => {
    const { status, body, headers } = await sent('DELETE', '/users/bob');
    expect(status).toBe(400);
    expect(headers['content-type']).toBe('application/x-amz-json-1.1');
    expect(JSON.parse(body)).toMatchObject({ __type: 'AccessDeniedException' });
  });

  test('refuses in the form that `render` asks for', async () => {
    const { status, body, headers } = await sent('DELETE', '/users/bob', { render: 'problem+json' });
    expect(status).toBe(403);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ title: 'AccessDeniedException', status: 403 });
  });

  test('takes the token of an operation from the members', async () => {
    const token = await mint({ claims: { token_use: 'access' } });
    expect((await sent('POST', '/me', {}, JSON.stringify({ token }))).status).toBe(200);
    const { body } = await sent('POST', '/me', {}, JSON.stringify({ token: 'x' }));
    expect(JSON.parse(body)).toEqual({ __type: 'NotAuthorizedException', message: 'Invalid Access Token' });
  });

  test.each(['/broken', '/late'])('refuses where the callback fails: %s', async (path) => {
    const { status, body, log } = await sent('GET', path);
    expect(status).toBe(500);
    expect(body).toBe('{"__type":"InternalErrorException","message":"Internal server error"}');
    expect(log.map(({ event }) => event)).toEqual(['start', 'fault']);
    expect(log[1]?.message).toContain(
      `the callback of the guard of AdminGetUser at GET ${path} threw: the callback broke`,
    );
  });

  test("answers a browser's preflight where it is mounted for it", async () => {
    const headers = { origin: 'http://localhost:3000', 'access-control-request-method': 'DELETE' };
    const { status, headers: answered, log } = await sent('OPTIONS', '/users/bob', {}, '', headers);
    expect(status).toBe(200);
    expect(answered['access-control-allow-origin']).toBe('*');
    expect(answered['access-control-allow-methods']).toBe('DELETE');
    expect(answered['access-control-allow-headers']).toContain('authorization');
    expect(log.map(({ event }) => event)).toEqual(['start']);
    const closed = await sent('OPTIONS', '/users/bob', { cors: false }, '', headers);
    expect(closed.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('what cannot be used is found when it is built', () => {
    const authorizer = createAuthorizer(optionsFor([]));
    const members = () => ({});
    const failing = (...given: readonly unknown[]) => {
      const [first, second, third] = given as [never, never, never];
      return () => build(first, second, third);
    };
    expect(failing({}, 'AdminGetUser', members)).toThrow(expect.objectContaining({ path: '/authorizer' }));
    expect(failing(authorizer, 'AdminGetUsr', members)).toThrow(/did you mean `AdminGetUser`/);
    expect(failing(authorizer, 'AdminGetUser', {})).toThrow(expect.objectContaining({ path: '/members' }));
  });
});

describe('a signed request behind a guard that reads no body', () => {
  async function outcomeWith(more: Readonly<Record<string, string>>) {
    const {
      principalTags: _,
      groups: __,
      ...roleMapping
    } = optionsFor([]).roleMapping ?? {
      ambiguousRoleResolution: 'Deny',
    };
    const options = { directory: signedDirectory, roleMapping, now: () => now };
    const { headers } = await signed({
      name: '',
      by: 'alice',
      sign: { path: '/users/bob', body: '' },
      answer: { passes: '' },
    });
    const request = {
      method: 'POST',
      url: '/users/bob',
      headers: { ...headers, ...more },
      body: undefined,
      sourceIp: undefined,
      secure: false,
    };
    const members = () => ({ UserPoolId: pool, Username: 'bob' });
    return createAuthorizer(optionsFor([], options)).authorizeOperation('AdminGetUser', members, request);
  }

  test('passes where it has none', async () => {
    expect(await outcomeWith({})).toMatchObject({ allowed: true });
  });

  test.each([{ 'content-length': '2' }, { 'transfer-encoding': 'chunked' }])(
    'is refused where a body that nobody has read comes with it: %o',
    async (more) => {
      const outcome = await outcomeWith(more);
      expect(outcome.allowed ? '' : outcome.response.body).toContain('InvalidSignatureException');
    },
  );
});
