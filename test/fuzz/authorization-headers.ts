import { strict as assert } from 'node:assert';
import { createHash, createHmac } from 'node:crypto';
import type { HttpRequest } from '@cognito-iam/core';
import fc from 'fast-check';
import { accessKeyId, authorizers, secretAccessKey, tokens } from './account.js';
import { verifyOutcome } from './requests.js';
import { type FuzzTarget, fuzzTarget } from './target.js';
import { edited } from './texts.js';

const body = '{"UserPoolId":"us-east-1_EXAMPLE","Username":"bob"}';
const plain = {
  host: 'localhost',
  'x-amz-date': '19700101T001640Z',
  'x-amz-target': 'AWSCognitoIdentityProviderService.AdminGetUser',
};

function asking(authorization: string, headers: Readonly<Record<string, string>> = plain): HttpRequest {
  return {
    method: 'POST',
    url: '/',
    headers: { ...headers, authorization },
    body,
    sourceIp: '127.0.0.1',
    secure: false,
  };
}

async function isAllowed(request: HttpRequest): Promise<boolean> {
  const [first] = authorizers;
  assert(first !== undefined);
  const outcome = await first.authorizer.authorize(request);
  verifyOutcome(outcome, first.lastLine(), true);
  return outcome.allowed;
}

const bearer = fc.oneof(
  edited(fc.constant(`Bearer ${tokens.id}`), [
    ...' .=+/-_\t\n,;"%',
    'bearer ',
    'e30',
    '%2e',
    '\u00a0',
    'AAAA',
  ]),
  // At the end, where the signature has bits that belong to no byte.
  fc
    .tuple(fc.nat(3), fc.string({ maxLength: 4 }))
    .map(([cut, end]) => `Bearer ${tokens.id.slice(0, tokens.id.length - cut)}${end}`),
);

/** No other text than the token itself is taken for it: blanks around it and the letter case of the scheme aside. */
export const bearerHeaders: FuzzTarget = fuzzTarget('bearer', bearer, async (header) => {
  const [, token] = /^bearer\s+(.*)$/is.exec(header.trim()) ?? [];
  assert.equal(await isAllowed(asking(header)), token === tokens.id && /^bearer /i.test(header.trim()));
});

const scope = '19700101/us-east-1/cognito-idp/aws4_request';
const names = Object.keys(plain).sort();

/** The signature by the letter of AWS's documentation. */
function signatureOf(headers: Readonly<Record<string, string>>): string {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = `POST\n/\n\n${lines}\n${names.join(';')}\n${sha256(body)}`;
  const toSign = `AWS4-HMAC-SHA256\n${plain['x-amz-date']}\n${scope}\n${sha256(canonical)}`;
  const key = scope
    .split('/')
    .reduce(
      (secret: string | Buffer, part) => createHmac('sha256', secret).update(part).digest(),
      `AWS4${secretAccessKey}`,
    );
  return createHmac('sha256', key).update(toSign).digest('hex');
}

const right = {
  Credential: `${accessKeyId}/${scope}`,
  SignedHeaders: names.join(';'),
  Signature: signatureOf(plain),
};
const signed = `AWS4-HMAC-SHA256 ${Object.entries(right)
  .map(([name, value]) => `${name}=${value}`)
  .join(', ')}`;

const signedHeader = edited(fc.constant(signed), [
  ...' ,=/;\t\n-',
  'Signature=',
  ', Credential=x',
  'x-amz-date;',
  'host;',
  accessKeyId,
  '19700102',
  'A',
  '0',
]);

/** A signature counts with its own parameters alone, in any order and with any blanks and commas between. */
export const signedHeaders: FuzzTarget = fuzzTarget('signed', signedHeader, async (header) => {
  const [scheme = '', ...rest] = header.trim().split(' ');
  const given = rest
    .join(' ')
    .split(/[\s,]+/)
    .filter((part) => part !== '');
  const isRight =
    scheme.toUpperCase() === 'AWS4-HMAC-SHA256' &&
    Object.entries(right).every(([name, value]) => given.includes(`${name}=${value}`));
  // A parameter that means nothing may be there, but none twice.
  const parameters = given.map((part) => part.split('=')[0]);
  // With nothing after its last comma it is two headers that were joined.
  const isOne = !header.trim().endsWith(',');
  const isClean = given.every((part) => part.includes('=')) && new Set(parameters).size === parameters.length;
  assert.equal(await isAllowed(asking(header)), isRight && isClean && isOne);
});

const signedText = edited(fc.constant(plain['x-amz-target']), [
  'AdminGetUser',
  'ListUsers',
  ' ',
  '\t',
  'A',
  '.',
  ',',
]);

/** A signature covers the target: blanks around it and in a row aside, no other has the same one. */
export const signedTargets: FuzzTarget = fuzzTarget('signed-target', signedText, async (target) => {
  const allowed = await isAllowed(asking(signed, { ...plain, 'x-amz-target': target }));
  if (allowed) assert.equal(target, plain['x-amz-target']);
});
