import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Credential } from '../../src/cognito/credential.js';
import { anonymousPrincipal } from '../../src/cognito/principal-of-entry.js';
import { requestSignature, sha256 } from '../../src/http/request-signature.js';
import { compilePolicies } from '../../src/index.js';

/** Requests of the test suite that AWS publishes for signers: github.com/awslabs/aws-c-auth, Apache-2.0. */
interface Vector {
  readonly name: string;
  /** `GET` if left out. */
  readonly method?: string;
  readonly url: string;
  /** Signed beside `host` and `x-amz-date`; a list is a header that is there several times. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  readonly signature: string;
}

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../../../test/cases/signature-vectors.json', import.meta.url), 'utf8'),
);

const credential = new Credential({
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  active: true,
  expiration: null,
  caller: { principal: anonymousPrincipal, policies: compilePolicies([]) },
});
const scope = { region: 'us-east-1', service: 'service' };
const signedAt = { time: Date.UTC(2015, 7, 30, 12, 36), text: '20150830T123600Z' };

describe('requestSignature', () => {
  test.each(vectors)('$name', async ({ method = 'GET', url, headers, body = '', signature }) => {
    const joined = Object.entries(headers).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : value.join(','),
    ]);
    const content = {
      method,
      url,
      headers: {
        host: 'example.amazonaws.com',
        'x-amz-date': signedAt.text,
        ...Object.fromEntries(joined),
      },
      payload: await sha256(body),
    };
    expect(await requestSignature(credential, scope, signedAt, content)).toBe(signature);
  });

  test('a query that cannot be decoded has none', async () => {
    const content = {
      method: 'POST',
      url: '/?a=%E0%A4%A',
      headers: { host: 'a' },
      payload: await sha256(''),
    };
    expect(await requestSignature(credential, scope, signedAt, content)).toBeUndefined();
  });
});
