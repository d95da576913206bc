import {
  type BinaryLike,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  constants as rsa,
  sign,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AuthorizerOptions, IssuerOptions } from '@cognito-iam/core';
import { issuer } from './fixture.js';

/** A row of `test/cases/token-attacks.json`: a token, and whether it counts. */
export interface TokenAttack {
  readonly name: string;
  /** Whose token it is: that of the issuer with an RSA key, or of the one with keys on elliptic curves. */
  readonly of?: 'rsa' | 'curves';
  /** Changes of the header; `null` takes a member away. `$trap` in a text is the address of a server that must not be asked. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** The text of the header, instead. */
  readonly headerText?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** The text of the payload, in which `$claims` stands for the usual members, without braces. */
  readonly payloadText?: string;
  /** `RS256` or `ES256` if left out, as the issuer's keys are. */
  readonly signature?: string;
  readonly spelling?: string;
  /** Changes of the issuer's options. */
  readonly options?: Partial<IssuerOptions>;
  /** `passes`, or the error that a Bearer token of this kind gets. */
  readonly answer: string;
}

/** The cases that every adapter and the core itself are run against. */
export const tokenAttacks: readonly TokenAttack[] = JSON.parse(
  readFileSync(new URL('../cases/token-attacks.json', import.meta.url), 'utf8'),
);

/** The clock of the cases, in milliseconds. */
export const instant = 1_000_500;

const keys = {
  one: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  two: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  stranger: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  p256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  p384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  p521: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  ed25519: generateKeyPairSync('ed25519'),
};
const curves = 'https://curves.example/pool_2';
const jwk = (key: KeyObject, rest: object) => ({ ...key.export({ format: 'jwk' }), ...rest });

/** The two issuers, that of the attack with its changes. */
export function issuersFor({ of = 'rsa', options = {} }: TokenAttack): AuthorizerOptions['issuers'] {
  const { one, two, p256, p384, p521, ed25519 } = keys;
  return [
    {
      issuer,
      // The second key names no algorithm, so that only the allow-list stands between it and the others of its type.
      jwks: {
        keys: [
          jwk(one.publicKey, { kid: 'one', alg: 'RS256', use: 'sig' }),
          jwk(two.publicKey, { kid: 'two' }),
          jwk(ed25519.publicKey, { kid: 'ed25519' }),
        ],
      },
      audience: ['client-1'],
      ...(of === 'rsa' && options),
    },
    {
      issuer: curves,
      jwks: {
        keys: [
          jwk(p256.publicKey, { kid: 'p256' }),
          jwk(p384.publicKey, { kid: 'p384' }),
          jwk(p521.publicKey, { kid: 'p521' }),
        ],
      },
      audience: ['client-1'],
      algorithms: ['ES256', 'ES384', 'ES512'],
      ...(of === 'curves' && options),
    },
  ];
}

const p256Order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const bytes = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const raw = (data: Buffer, key: KeyObject, hash: string) =>
  sign(hash, data, { key, dsaEncoding: 'ieee-p1363' });
const hmac = (data: Buffer, secret: BinaryLike) => createHmac('sha256', secret).update(data).digest();
const { publicKey } = keys.one;

/** What may stand where the signature does. */
const signatures: ReadonlyMap<string, (data: Buffer) => Buffer> = new Map<string, (data: Buffer) => Buffer>([
  ['RS256', (data) => sign('sha256', data, keys.one.privateKey)],
  ['RS256 of the second key', (data) => sign('sha256', data, keys.two.privateKey)],
  ['RS256 of a stranger', (data) => sign('sha256', data, keys.stranger.privateKey)],
  ['RS512 of the second key', (data) => sign('sha512', data, keys.two.privateKey)],
  [
    'PS256 of the second key',
    (data) =>
      sign('sha256', data, {
        key: keys.two.privateKey,
        padding: rsa.RSA_PKCS1_PSS_PADDING,
        saltLength: rsa.RSA_PSS_SALTLEN_DIGEST,
      }),
  ],
  ['EdDSA', (data) => sign(null, data, keys.ed25519.privateKey)],
  ['nothing', () => Buffer.alloc(0)],
  ['zeros', () => Buffer.alloc(256)],
  ['HMAC with the PEM', (data) => hmac(data, publicKey.export({ type: 'spki', format: 'pem' }))],
  ['HMAC with the PKCS #1 PEM', (data) => hmac(data, publicKey.export({ type: 'pkcs1', format: 'pem' }))],
  ['HMAC with the DER', (data) => hmac(data, publicKey.export({ type: 'spki', format: 'der' }))],
  ['HMAC with the JWK', (data) => hmac(data, JSON.stringify(publicKey.export({ format: 'jwk' })))],
  ['HMAC with the modulus', (data) => hmac(data, String(publicKey.export({ format: 'jwk' }).n))],
  ['HMAC with nothing', (data) => hmac(data, '')],
  ['ES256', (data) => raw(data, keys.p256.privateKey, 'sha256')],
  ['ES384', (data) => raw(data, keys.p384.privateKey, 'sha384')],
  ['ES512', (data) => raw(data, keys.p521.privateKey, 'sha512')],
  ['ES256 in DER', (data) => sign('sha256', data, keys.p256.privateKey)],
  [
    'ES256 with the other s',
    (data) => {
      const own = raw(data, keys.p256.privateKey, 'sha256');
      const s = p256Order - BigInt(`0x${own.subarray(32).toString('hex')}`);
      return Buffer.concat([own.subarray(0, 32), bytes(s)]);
    },
  ],
  ['ES256 of zeros', () => Buffer.alloc(64)],
  ['ES256 of the order', () => Buffer.concat([bytes(p256Order), bytes(p256Order)])],
  ['ES256 of one and the order', () => Buffer.concat([bytes(1n), bytes(p256Order)])],
  ['ES256 of all ones', () => Buffer.alloc(64, 0xff)],
  [
    'ES256 with a zero in front',
    (data) => Buffer.concat([Buffer.alloc(2), raw(data, keys.p256.privateKey, 'sha256')]),
  ],
  ['ES256 cut short', (data) => raw(data, keys.p256.privateKey, 'sha256').subarray(0, 63)],
  [
    'ES256 with r and the order added',
    (data) => {
      const own = raw(data, keys.p256.privateKey, 'sha256');
      const r = BigInt(`0x${own.subarray(0, 32).toString('hex')}`) + p256Order;
      return Buffer.concat([bytes(r % 2n ** 256n), own.subarray(32)]);
    },
  ],
]);

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Other ways to write the same token, and texts that are none. */
const spellings: ReadonlyMap<string, (token: string) => string> = new Map<string, (token: string) => string>([
  ['padded', (token) => `${token}==`],
  ['with a blank in the signature', (token) => `${token.slice(0, -9)} ${token.slice(-9)}`],
  ['with a tab in the signature', (token) => `${token.slice(0, -40)}\t${token.slice(-40)}`],
  ['with a line feed at the end', (token) => `${token}\n`],
  ['with a byte order mark in the signature', (token) => `${token.slice(0, -9)}\ufeff${token.slice(-9)}`],
  ['with NUL at the end', (token) => `${token}\0`],
  [
    'with bits that belong to no byte',
    (token) => token.slice(0, -1) + alphabet[alphabet.indexOf(token.slice(-1)) | 1],
  ],
  [
    'in base64',
    (token) =>
      token
        .replace(/-/g, '+')
        .replace(/_/g, '/')
        .replace(/\.[\w/+]{9}/, '$&+/'),
  ],
  ['percent-encoded', (token) => token.replaceAll('.', '%2e')],
  [
    'with a character percent-encoded',
    (token) => `${token.slice(0, -1)}%${token.charCodeAt(token.length - 1).toString(16)}`,
  ],
  ['with a dot at the end', (token) => `${token}.`],
  ['with a dot in front', (token) => `.${token}`],
  ['with a part more', (token) => `${token}.${token.split('.')[2]}`],
  ['of five parts', (token) => `${token}.e30.e30`],
  ['twice', (token) => `${token},${token}`],
  ['in quotes', (token) => `"${token}"`],
  ['of dots', () => '.'.repeat(1_000_000)],
  ['of two dots', () => '..'],
  ['of letters', () => 'a'.repeat(1_000_000)],
  ['in upper case', (token) => token.toUpperCase()],
  [
    'as a JSON serialization',
    (token) => {
      const [header, payload, signature] = token.split('.');
      return JSON.stringify({ protected: header, payload, signature });
    },
  ],
]);

const encoded = (text: string) => Buffer.from(text).toString('base64url');

/** The token of a case; `trap` is the address of the server that must not be asked. */
export function tokenOf(attack: TokenAttack, use: 'id' | 'access', trap: string): string {
  const { of = 'rsa', headerText, payloadText, spelling } = attack;
  const usual = of === 'rsa' ? { alg: 'RS256', kid: 'one' } : { alg: 'ES256', kid: 'p256' };
  const header = Object.entries({ ...usual, ...attack.header }).filter(([, value]) => value !== null);
  const claims = Object.entries({
    iss: of === 'rsa' ? issuer : curves,
    ...(use === 'id'
      ? { aud: 'client-1' }
      : { client_id: 'client-1', scope: 'aws.cognito.signin.user.admin' }),
    token_use: use,
    exp: 2000,
    sub: '5f1d',
    'cognito:username': 'alice',
    'cognito:groups': ['support'],
    ...attack.claims,
  }).filter(([, value]) => value !== null);
  const publicJwk = JSON.stringify(keys.stranger.publicKey.export({ format: 'jwk' }));
  const heading = (headerText ?? JSON.stringify(Object.fromEntries(header)))
    .replaceAll('$trap', trap)
    .replaceAll('"$jwk"', publicJwk);
  const claimsText = JSON.stringify(Object.fromEntries(claims));
  const payload = payloadText?.replace('$claims', () => claimsText.slice(1, -1)) ?? claimsText;
  const signed = `${encoded(heading)}.${encoded(payload)}`;
  const name = attack.signature ?? (of === 'rsa' ? 'RS256' : 'ES256');
  const token = `${signed}.${known(signatures, name)(Buffer.from(signed)).toString('base64url')}`;
  return spelling === undefined ? token : known(spellings, spelling)(token);
}

function known<T>(table: ReadonlyMap<string, T>, name: string): T {
  const found = table.get(name);
  if (found === undefined) throw new Error(`a case names \`${name}\`, which is not known`);
  return found;
}
