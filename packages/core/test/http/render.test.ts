import { describe, expect, test } from 'vitest';
import type { HttpResponse, RefusalData, Render } from '../../src/index.js';
import { authorizerWith, requestFor } from './authorizer-fixture.js';

async function refusedWith(render: Render, headers: Record<string, string> = {}) {
  const { authorizer, log } = authorizerWith({ render });
  // A guard's request: it names no operation itself.
  const request = { ...(await requestFor('AdminDeleteUser')), headers };
  const members = () => ({ UserPoolId: 'us-east-1_EXAMPLE', Username: 'bob' });
  const outcome = await authorizer.authorizeOperation('AdminDeleteUser', members, request);
  if (outcome.allowed) throw new Error('expected a refusal');
  return { response: outcome.response, log };
}

const missing = '{"__type":"MissingAuthenticationTokenException","message":"Missing Authentication Token"}';

describe('a renderer', () => {
  test('is told what the client may know, and its answer is sent with the headers of CORS', async () => {
    const seen: RefusalData[] = [];
    const { response, log } = await refusedWith((refusal) => {
      seen.push(refusal);
      return { status: refusal.status, headers: { 'content-type': 'text/plain' }, body: refusal.type };
    });
    expect(seen).toEqual([
      {
        type: 'MissingAuthenticationTokenException',
        message: 'Missing Authentication Token',
        operation: 'AdminDeleteUser',
        status: 401,
        awsStatus: 400,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ]);
    expect(Object.isFrozen(seen[0])).toBe(true);
    expect(response).toMatchObject({
      status: 401,
      headers: { 'content-type': 'text/plain', 'access-control-allow-origin': '*' },
      body: 'MissingAuthenticationTokenException',
    });
    expect(log.map(({ event }) => event)).toEqual(['start', 'refused']);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a promise', Promise.resolve({ status: 403, headers: {}, body: '' })],
    ['a status that is no error', { status: 200, headers: {}, body: '' }],
    ['a status that is no number', { status: '403', headers: {}, body: '' }],
    ['no headers', { status: 403, body: '' }],
    ['a header that no server sends', { status: 403, headers: { 'x-a': 'a\nb' }, body: '' }],
    ['a header with a name of none', { status: 403, headers: { 'x a': 'b' }, body: '' }],
    ['a header of two values', { status: 403, headers: { 'x-a': ['a'] }, body: '' }],
    ['a body that is no text', { status: 403, headers: {}, body: {} }],
  ])("that gives %s leaves the answer to AWS's bytes, and the log says so", async (_, given) => {
    const { response, log } = await refusedWith(() => given as HttpResponse);
    expect(response).toMatchObject({ status: 400, body: missing });
    expect(log.map(({ event }) => event)).toEqual(['start', 'refused', 'fault']);
  });

  test("that throws leaves the answer to AWS's bytes, and the log says so", async () => {
    const { response, log } = await refusedWith(() => {
      throw new Error('the renderer broke');
    });
    expect(response).toMatchObject({ status: 400, body: missing });
    expect(log.at(-1)).toMatchObject({
      event: 'fault',
      message: expect.stringContaining('the renderer broke'),
    });
  });

  test('is not asked about requests of the SDK', async () => {
    const broken = () => {
      throw new Error('asked');
    };
    const target = { 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminDeleteUser' };
    expect((await refusedWith(broken, target)).response).toMatchObject({ status: 400, body: missing });
  });

  test('a form that is not known is found at start-up', () => {
    expect(() => authorizerWith({ render: 'xml' as never })).toThrow(
      expect.objectContaining({ path: '/render' }),
    );
  });
});
