import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, test } from 'vitest';
import { createDirectory, type HttpRequest } from '../../src/index.js';
import { authorizerWith, poolId } from './authorizer-fixture.js';

const alice = { accessKeyId: 'AKIAALICE', secretAccessKey: 'alice/secret+key' };
const never = { accessKeyId: 'ASIANEVER', secretAccessKey: 'never-secret', sessionToken: 'never-token' };
const read = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: ['cognito-idp:AdminGetUser', 'cognito-idp:GetUser'], Resource: '*' },
} as const;
const directory = createDirectory({
  account: '123456789012',
  roles: { Reader: { inlinePolicies: { read } } },
  users: { alice: { inlinePolicies: { read }, accessKeys: [alice] } },
  sessions: [{ role: 'Reader', sessionName: 'job', ...never, expiration: null }],
});
const now = Date.UTC(2026, 10, 21, 23, 30);
const authorizerAt = (changes: object = {}) => authorizerWith({ directory, now: () => now, ...changes });

const members = { UserPoolId: poolId, Username: 'bob' };
const body = JSON.stringify(members);
const target = 'AWSCognitoIdentityProviderService.AdminGetUser';

/** A request signed by the SDK's signer, as an adapter hands it over. */
async function signed(
  changes: Partial<HttpRequest> = {},
  extra: Record<string, string> = {},
): Promise<HttpRequest> {
  const signer = new SignatureV4({
    credentials: alice,
    region: 'us-east-1',
    service: 'cognito-idp',
    sha256: Sha256,
  });
  const { headers } = await signer.sign(
    {
      method: 'POST',
      protocol: 'http:',
      hostname: 'localhost',
      path: '/',
      headers: { host: 'localhost', 'x-amz-target': target, ...extra },
      body,
    },
    { signingDate: new Date(now) },
  );
  return { method: 'POST', url: '/', headers, body, sourceIp: '127.0.0.1', secure: false, ...changes };
}

async function refusalOf(request: HttpRequest, changes: object = {}) {
  const { authorizer, log } = authorizerAt(changes);
  const outcome = await authorizer.authorize(request);
  if (outcome.allowed) throw new Error('the request is allowed');
  return { ...JSON.parse(outcome.response.body), logged: log.at(-1)?.message };
}

describe('the log', () => {
  const resigned = async (from: string, to: string): Promise<HttpRequest> => {
    const request = await signed();
    const authorization = String(request.headers['authorization']).replace(from, to);
    return { ...request, headers: { ...request.headers, authorization } };
  };

  test.each([
    ['us-east-1', 'eu-central-1', 'signed for `eu-central-1`; `region` is `us-east-1`'],
    ['us-east-1', 'S3cretS3cret', 'signed for something else; `region` is `us-east-1`'],
    ['AKIAALICE', 'AKIANOBODY', 'access key `AKIANOBODY` is not in the directory'],
    ['AKIAALICE', 'S3cretS3cret', "whose id has not AWS's form, is not in the directory"],
  ])('names what is wrong with a signature: %s instead of %s', async (from, to, says) => {
    const { logged } = await refusalOf(await resigned(from, to));
    expect(logged).toContain(says);
    expect(logged).not.toContain('S3cret');
  });

  test('names an unknown access key where signatures are not verified', async () => {
    const { logged } = await refusalOf(await resigned('AKIAALICE', 'AKIANOBODY'), {
      verifySignatures: false,
    });
    expect(logged).toContain('access key `AKIANOBODY` is not in the directory');
  });
});

describe('a signed request', () => {
  test('has the same caller every time, so that decisions are remembered', async () => {
    const { authorizer } = authorizerAt();
    for (let times = 0; times < 3; times++) {
      expect(await authorizer.authorize(await signed())).toMatchObject({
        allowed: true,
        result: { principal: { arn: 'arn:aws:iam::123456789012:user/alice' } },
      });
    }
    expect(authorizer.decisions.counters).toMatchObject({ hits: 2, misses: 1 });
  });

  test.each<[string, Partial<HttpRequest>]>([
    ['bytes', { body: new TextEncoder().encode(body) }],
    ['text', { body }],
    ['an object and the bytes', { body: members, rawBody: new TextEncoder().encode(body) }],
    ['an object and the text', { body: members, rawBody: body }],
    ['an object that makes the same JSON', { body: members }],
  ])('has its body as %s', async (_, changes) => {
    const { authorizer } = authorizerAt();
    expect(await authorizer.authorize(await signed(changes))).toMatchObject({ allowed: true });
  });

  test('has its body as text that has arrived, whatever is beside it', async () => {
    const other = '{"UserPoolId":"us-east-1_EXAMPLE","Username":"eve"}';
    expect(await refusalOf(await signed({ body: other, rawBody: body }))).toMatchObject({
      __type: 'InvalidSignatureException',
    });
  });

  test.each<[string, Partial<HttpRequest>]>([
    ['another order', { body: { Username: 'bob', UserPoolId: poolId } }],
    ['no JSON', { body: { ...members, loop: 1n } }],
  ])('with an object of %s is refused, with advice in the log', async (_, changes) => {
    const { __type, message, logged } = await refusalOf(await signed(changes));
    expect(__type).toBe('InvalidSignatureException');
    expect(message).toMatch(/^The request signature we calculated/);
    expect(logged).toContain('mount this middleware before it, or keep the raw body in `rawBody`');
  });

  test('may name its host as HTTP/2 does', async () => {
    const request = await signed();
    const { host, ...headers } = request.headers;
    const { authorizer } = authorizerAt();
    const outcome = await authorizer.authorize({ ...request, headers: { ...headers, ':authority': host } });
    expect(outcome.allowed).toBe(true);
  });

  test('with a header that is a list is signed over its values with commas in between', async () => {
    const request = await signed({}, { 'x-amz-meta': 'a,b' });
    const headers = { ...request.headers, 'x-amz-meta': ['a', 'b'] };
    const { authorizer } = authorizerAt();
    expect((await authorizer.authorize({ ...request, headers })).allowed).toBe(true);
  });

  test.each<[string, string, (headers: HttpRequest['headers']) => HttpRequest['headers']]>([
    [
      'a date twice',
      'IncompleteSignatureException',
      (headers) => ({ ...headers, 'x-amz-date': ['20261121T233000Z', '20261121T233000Z'] }),
    ],
    [
      'a date twice, joined',
      'IncompleteSignatureException',
      (headers) => ({ ...headers, 'x-amz-date': '20261121T233000Z, 20261121T233000Z' }),
    ],
    [
      'an Authorization header twice',
      'IncompleteSignatureException',
      (headers) => ({ ...headers, authorization: ['a', 'b'] }),
    ],
    [
      'a header of a megabyte',
      'IncompleteSignatureException',
      (headers) => ({ ...headers, authorization: `AWS4-HMAC-SHA256 ${'a=b,'.repeat(262_144)}` }),
    ],
    [
      'a megabyte of white space',
      'IncompleteSignatureException',
      (headers) => ({ ...headers, authorization: `AWS4-HMAC-SHA256 Credential=${' '.repeat(1_048_576)}x` }),
    ],
    [
      'a hash twice',
      'InvalidSignatureException',
      (headers) => ({
        ...headers,
        'x-amz-content-sha256': [String(headers['x-amz-content-sha256']), 'UNSIGNED-PAYLOAD'],
      }),
    ],
    [
      'a token of a megabyte',
      'UnrecognizedClientException',
      (headers) => ({ ...headers, 'x-amz-security-token': 'a.'.repeat(524_288) }),
    ],
    [
      'a date of a megabyte',
      'IncompleteSignatureException',
      (headers) => ({ ...headers, 'x-amz-date': '2'.repeat(1_048_576) }),
    ],
  ])('with %s is refused in little time', async (_, type, change) => {
    const request = await signed();
    const started = performance.now();
    const refusal = await refusalOf({ ...request, headers: change(request.headers) });
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(refusal.__type).toBe(type);
    expect(String(refusal.message).length).toBeLessThan(1_000);
  });

  test('in a presigned URL is refused', async () => {
    const request = await signed({ url: '/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00' });
    const { authorization: _, ...headers } = request.headers;
    expect(await refusalOf({ ...request, headers })).toMatchObject({
      __type: 'IncompleteSignatureException',
      message: 'Signatures in the query string are not supported: sign the Authorization header.',
    });
  });

  test('is let through in audit mode, and logged', async () => {
    const { authorizer, log } = authorizerAt({ mode: 'audit' });
    const other = await signed({ url: '/other' });
    expect(await authorizer.authorize(other)).toMatchObject({
      allowed: true,
      result: { principal: undefined },
    });
    expect(log.at(-1)).toMatchObject({ event: 'audited' });
  });
});

describe('start-up', () => {
  test('says what is loosened about signatures', () => {
    const { log } = authorizerAt({ verifySignatures: false, signatureWindow: 3_600_000 });
    const [{ message } = { message: '' }] = log;
    expect(message).toContain('verifySignatures false believes every access key id');
    expect(message).toContain('signatureWindow takes signatures that are 3600 seconds old');
    expect(message).toContain('expiration null lets temporary credentials never expire (ASIANEVER)');
    expect(message).not.toContain('never-');
  });

  test.each([0, 86_400_001, '300'])('takes no window of %j', (signatureWindow) => {
    expect(() => authorizerAt({ signatureWindow })).toThrow(
      expect.objectContaining({ code: 'ERR_OPTION_INVALID', path: '/signatureWindow' }),
    );
  });
});
