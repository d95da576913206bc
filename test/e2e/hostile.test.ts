import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientId, poolId, users } from '../../examples/mock-cognito/src/account.js';
import { signIn } from '../../examples/mock-cognito/src/signed-in-client.js';
import { expressListener } from './express-mock.js';
import { allTokens, patience, startTestMock, type TestMock } from './mock.js';
import { type RawCall, rawCall } from './raw-call.js';

interface Case extends RawCall {
  readonly name: string;
  /** `{alice.access}` in it stands for the token. */
  readonly body?: string;
  /** Names the token in `authorization`. */
  readonly bearer?: string;
  readonly status: number;
  /** What the answer holds, at least. */
  readonly answer?: Readonly<Record<string, unknown>>;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('../cases/e2e-hostile.json', import.meta.url), 'utf8'),
);

describe.each([
  ['Koa', undefined, cases],
  // What is published goes round the permission check in the Koa app only.
  ['Express', expressListener, cases.filter(({ operation }) => operation !== undefined)],
] as const)('hostile requests, through %s', (_framework, listener, requests) => {
  let mock: TestMock;
  let tokens: ReadonlyMap<string, string>;

  beforeAll(async () => {
    mock = await startTestMock(listener);
    tokens = await allTokens(mock);
  }, patience);
  afterAll(() => mock?.close(), patience);

  it.for(requests)(
    '$name',
    { timeout: patience },
    async ({ name, bearer, body, status, answer, ...call }) => {
      const authorization = bearer === undefined ? {} : { authorization: `Bearer ${tokens.get(bearer)}` };
      const got = await rawCall(mock.endpoint, {
        ...call,
        headers: { ...authorization, ...call.headers },
        body: (body ?? '').replace(/\{(\w+\.\w+)\}/g, (_all, token: string) => tokens.get(token) ?? ''),
      });
      expect({ status: got.status, ...JSON.parse(got.body) }).toMatchObject({ status, ...answer });
      // Neither a page nor a stack trace.
      expect(got.body).not.toMatch(/<html|node_modules|\bat .*:\d+:\d+/i);
    },
  );

  it('leaves everybody who was attacked as they were', { timeout: patience }, async () => {
    for (const user of users) expect((await signIn(mock.endpoint, user)).access).toBeTypeOf('string');
  });

  it('reads no compressed body', { timeout: patience }, async () => {
    const body = gzipSync(JSON.stringify({ ClientId: clientId, Username: 'alice' }));
    const headers = { 'content-encoding': 'gzip' };
    const { status, body: answer } = await rawCall(mock.endpoint, {
      operation: 'ForgotPassword',
      headers,
      body,
    });
    expect([status, answer]).toEqual([400, '{"__type":"SerializationException"}']);
  });

  it('refuses a body that is too large for the emulator, itself', { timeout: patience }, async () => {
    const long = JSON.stringify({ UserPoolId: poolId, Username: 'dave', x: 'a'.repeat(101 * 1024) });
    const headers = { authorization: `Bearer ${tokens.get('bob.access')}` };
    const { status, body } = await rawCall(mock.endpoint, { operation: 'AdminGetUser', headers, body: long });
    expect(status).toBe(400);
    expect(JSON.parse(body)).toEqual({
      __type: 'RequestEntityTooLargeException',
      message: 'Request must be smaller than 102400 bytes',
    });
  });

  it('answers in the shape of the API what the emulator cannot take', { timeout: patience }, async () => {
    const headers = { authorization: `Bearer ${tokens.get('bob.access')}` };
    const withX = (x: string): string => `{"UserPoolId":"${poolId}","Username":"dave","x":${x}}`;
    // Short numbers that are written out longer, and more brackets than a stack is deep.
    for (const x of [`[${'1e20,'.repeat(10_000)}0]`, '['.repeat(20_000) + ']'.repeat(20_000)]) {
      const answer = await rawCall(mock.endpoint, { operation: 'AdminGetUser', headers, body: withX(x) });
      expect(answer.status).toBe(500);
      expect(JSON.parse(answer.body)).toMatchObject({ __type: 'InternalErrorException' });
    }
    const usual = JSON.stringify({ UserPoolId: poolId, Username: 'dave' });
    const next = await rawCall(mock.endpoint, { operation: 'AdminGetUser', headers, body: usual });
    expect(next.status).toBe(200);
  });
});
