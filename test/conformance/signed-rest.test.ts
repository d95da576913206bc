import { type AuthorizerOptions, createAuthorizer, rest, restRoutes } from '@cognito-iam/core';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import aws4 from 'aws4';
import { describe, expect, test } from 'vitest';
import { adapters, type Seen } from './adapters.js';
import { optionsFor } from './fixture.js';
import { type Sent, sendRaw } from './send.js';
import { now, secrets, signedDirectory } from './signed-case.js';

/** A request before it is signed; its path as it goes over the wire. */
interface Unsigned {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Signer = (request: Unsigned) => Promise<Sent>;

const { accessKeyId, secretAccessKey } = secrets.alice;
const region = 'us-east-1';
const service = 'cognito-idp';

/** The signer of the AWS SDK for JavaScript, version 3; with `uriEscapePath` as services but S3 have it. */
const smithy =
  (uriEscapePath: boolean): Signer =>
  async ({ method, path, headers, body }) => {
    const credentials = { accessKeyId, secretAccessKey };
    const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, uriEscapePath });
    const { pathname, searchParams } = new URL(path, 'http://localhost');
    const query: Record<string, string[]> = {};
    for (const [name, value] of searchParams) query[name] = [...(query[name] ?? []), value];
    const request = {
      method,
      protocol: 'http:',
      hostname: 'localhost',
      path: pathname,
      query,
      headers,
      body,
    };
    const signed = await signer.sign(request, { signingDate: new Date(now) });
    return { method, path, headers: signed.headers, body };
  };

const signWithAws4: Signer = async ({ method, path, headers, body }) => {
  const dated = { ...headers, 'X-Amz-Date': '20261121T233000Z' };
  const request = { method, path, headers: dated, body, service, region, host: 'localhost:9230' };
  const { headers: signed = {} } = aws4.sign(request, { accessKeyId, secretAccessKey });
  const texts = Object.entries(signed).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return { method, path, headers: Object.fromEntries(texts), body };
};

const signers = new Map<string, Signer>([
  ['@smithy/signature-v4', smithy(true)],
  ['aws4', signWithAws4],
]);

const user = '/userpools/us-east-1_EXAMPLE/users/';
const get = (path: string): Unsigned => ({
  method: 'GET',
  path,
  headers: { host: 'localhost:9230' },
  body: '',
});
const json = { host: 'localhost:9230', 'content-type': 'application/json' };

/** Paths that a signer and a server could read differently, and the user that each is about. */
const paths = new Map([
  [`${user}bob`, 'bob'],
  [`${user}a%2Fb`, 'a/b'],
  [`${user}a%252Fb`, 'a%2Fb'],
  [`${user}a%20b%2Bc+d`, 'a b+c+d'],
  [`${user}j%C3%BCrgen%40example.com`, 'jürgen@example.com'],
  [`${user}(bob)!*'~_.-`, "(bob)!*'~_.-"],
  [`${user}bob;x=1,y&z=$:@`, 'bob;x=1,y&z=$:@'],
  [`${user}bob?b=2&a=1`, 'bob'],
  [`${user}bob?empty=&a`, 'bob'],
  [`${user}bob?a=%C3%BC%20%2F%2B%26%3D&A1=x`, 'bob'],
]);

async function send(adapter: (typeof adapters)[number], request: Sent) {
  const {
    groups: _,
    principalTags: __,
    ...roleMapping
  } = optionsFor([]).roleMapping ?? { ambiguousRoleResolution: 'Deny' };
  const options: Partial<AuthorizerOptions> = {
    directory: signedDirectory,
    roleMapping,
    now: () => now,
    routes: rest(restRoutes),
  };
  const received = await sendRaw(adapter)(createAuthorizer(optionsFor([], options)), request);
  const body: Partial<Seen> & { readonly __type?: string } = JSON.parse(received.body);
  return body.result === undefined ? body.__type : body.result.members;
}

const mismatch = 'InvalidSignatureException';

describe.each(adapters)('$name', (adapter) => {
  describe.each([...signers])('signed by %s', (_, sign) => {
    test.each([...paths])('%s', async (path, Username) => {
      const signed = await sign(get(path));
      expect(await send(adapter, signed)).toMatchObject({ UserPoolId: 'us-east-1_EXAMPLE', Username });
    });

    test('a query key twice is a good signature, and still no request', async () => {
      expect(await send(adapter, await sign(get(`${user}bob?b=2&a=1&b=1`)))).toBe('SerializationException');
    });

    test('another body is refused, as it is before IAM is asked', async () => {
      const body = '{"Username":"jürgen"}';
      const path = '/userpools/us-east-1_EXAMPLE/users';
      const signed = await sign({ method: 'POST', path, headers: json, body });
      expect(await send(adapter, signed)).toBe('AccessDeniedException');
      expect(await send(adapter, { ...signed, body: body.replace('jürgen', 'bürgen') })).toBe(mismatch);
    });

    test.each([
      ['path', { path: `${user}bob`, as: `${user}bo%62` }],
      ['user', { path: `${user}bob`, as: `${user}dave` }],
      ['slash that is encoded', { path: `${user}a%2Fb`, as: `${user}a%252Fb` }],
      ['value in the query', { path: `${user}bob?a=1`, as: `${user}bob?a=2` }],
      ['plus in the query', { path: `${user}bob?a=1%2B1`, as: `${user}bob?a=1+1` }],
      ['key in the query', { path: `${user}bob?a=1`, as: `${user}bob?a=1&b=1` }],
    ])('another %s is refused', async (_what, { path, as }) => {
      expect(await send(adapter, { ...(await sign(get(path))), path: as })).toBe(mismatch);
    });

    test('another order of the query, or another spelling of it, is the same request', async () => {
      const signed = await sign(get(`${user}bob?a=1&b=%7e`));
      expect(await send(adapter, { ...signed, path: `${user}bob?b=~&a=1` })).toMatchObject({
        a: '1',
        b: '~',
      });
    });

    test('another host is refused', async () => {
      const signed = await sign(get(`${user}bob`));
      const headers = { ...signed.headers, host: 'localhost:9231' };
      expect(await send(adapter, { ...signed, headers })).toBe(mismatch);
    });

    test('another method is refused', async () => {
      const signed = await sign(get(`${user}bob`));
      expect(await send(adapter, { ...signed, method: 'DELETE' })).toBe(mismatch);
    });
  });

  test('a path that is signed as S3 has it is refused where that makes a difference', async () => {
    const sign = smithy(false);
    expect(await send(adapter, await sign(get(`${user}bob`)))).toMatchObject({ Username: 'bob' });
    expect(await send(adapter, await sign(get(`${user}a%2Fb`)))).toBe(mismatch);
  });
});
