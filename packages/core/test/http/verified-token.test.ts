import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { createLocalJWKSet, SignJWT, UnsecuredJWT } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import { readIssuers, type TrustedIssuer, trustedIssuers } from '../../src/http/trusted-issuer.js';
import {
  type TokenVerifier,
  tokenLengthLimit,
  tokenVerifier,
  waitingLimit,
} from '../../src/http/verified-token.js';
import { issuer, issuerKey } from './tokens.js';

const key = await issuerKey('one');
const other = await issuerKey('one');

/** A verifier whose clock and keys the test holds, and which counts how often it needed a key. */
function verifierWith(
  changes: Partial<TrustedIssuer> = {},
  cache: { maxEntries?: number; maxAge?: number } = {},
) {
  const state = { now: 1_000_000, keys: createLocalJWKSet({ keys: [key.jwk] }), lookups: 0 };
  const trusted: TrustedIssuer = {
    issuer,
    poolId: 'pool_1',
    audience: ['client-1'],
    algorithms: ['RS256'],
    tokenUse: ['id'],
    clockTolerance: 0,
    keys: (header, token) => {
      state.lookups++;
      return state.keys(header, token);
    },
    ...changes,
  };
  const verify = tokenVerifier({
    issuers: new Map([[issuer, trusted]]),
    maxEntries: 100,
    maxAge: 300_000,
    now: () => state.now,
    ...cache,
  });
  return { state, verify };
}

const faultOf = async (verify: TokenVerifier, token: string) => {
  const verified = await verify(token);
  return 'fault' in verified ? verified.fault : undefined;
};

describe('remembering', () => {
  test('a token is verified once, and stands for the same object', async () => {
    const { state, verify } = verifierWith();
    const token = await key.sign(2000);
    const first = await verify(token);
    expect(first).toMatchObject({ claims: { aud: 'client-1', exp: 2000 }, issuer: { poolId: 'pool_1' } });
    expect(await verify(token)).toBe(first);
    expect(state.lookups).toBe(1);
  });

  test('an expired token is let go with the next that comes, whichever that is', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const { state, verify } = verifierWith({}, { maxAge: 3_600_000 });
    const held: WeakRef<object>[] = [];
    for (let index = 0; index < 10; index++)
      held.push(new WeakRef(await verify(await key.sign(2000 + index))));
    const living = async () => {
      // A weak reference that was looked at keeps what it refers to until the end of the turn.
      await new Promise((resolve) => setTimeout(resolve, 5));
      collect();
      return held.filter((one) => one.deref() !== undefined).length;
    };
    expect(await living()).toBe(10);
    state.now = 2_004_500;
    verify('not.a.token');
    await expect.poll(living).toBe(5);
    state.now = 2_100_000;
    verify('not.a.token');
    await expect.poll(living).toBe(0);
  });

  test('law: a token never counts from its expiry on, whenever it was last seen', async () => {
    const token = await key.sign(2000);
    const instants = fc.array(fc.integer({ min: 1_990_000, max: 2_010_000 }), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(instants, fc.constantFrom(0, 1000, 300_000), async (times, maxAge) => {
        const { state, verify } = verifierWith({}, { maxAge });
        for (const now of [1_990_000, ...times]) {
          state.now = now;
          expect(await faultOf(verify, token)).toBe(now < 2_000_000 ? undefined : 'expired');
        }
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ['within the tolerance of the clock', 5_000, 1_000_000, undefined],
    ['at the last millisecond of it', 5_000, 1_004_999, undefined],
    ['beyond it', 5_000, 1_005_000, 'expired'],
    ['without any', 0, 1_000_000, 'expired'],
  ])('a token counts %s, remembered or not', async (_, clockTolerance, now, fault) => {
    const token = await key.sign(1000);
    const { state, verify } = verifierWith({ clockTolerance });
    state.now = 999_000;
    expect(await faultOf(verify, token)).toBeUndefined();
    state.now = now;
    expect(await faultOf(verify, token)).toBe(fault);
    const { state: later, verify: verifyLater } = verifierWith({ clockTolerance });
    later.now = now;
    expect(await faultOf(verifyLater, token)).toBe(fault);
  });

  test('an expiry between two seconds is none of the next second', async () => {
    const { state, verify } = verifierWith();
    const token = await key.sign(1000.5);
    for (const [now, fault] of [
      [1_000_499, undefined],
      [1_000_500, 'expired'],
      [1_000_999, 'expired'],
    ] as const) {
      state.now = now;
      expect(await faultOf(verify, token)).toBe(fault);
    }
  });

  test('a token has one spelling: no other is remembered, nor pushes it out', async () => {
    const { state, verify } = verifierWith({}, { maxEntries: 2 });
    const token = await key.sign(2000);
    const first = await verify(token);
    for (let at = 1; at < 40; at++) {
      for (const blank of [' ', '\n', '=', '\t\r']) {
        expect(await faultOf(verify, token.slice(0, -at) + blank + token.slice(-at))).toBe('malformed');
      }
    }
    expect(await verify(token)).toBe(first);
    expect(state.lookups).toBe(1);
  });

  test('the last millisecond counts, the next does not', async () => {
    const { state, verify } = verifierWith();
    const token = await key.sign(1100);
    for (const [now, fault] of [
      [1_000_000, undefined],
      [1_099_999, undefined],
      [1_100_000, 'expired'],
    ] as const) {
      state.now = now;
      expect(await faultOf(verify, token)).toBe(fault);
    }
  });

  test('a clock that is set back brings `nbf` back', async () => {
    const { state, verify } = verifierWith();
    const token = await key.sign(2000, { nbf: 1000 });
    expect(await faultOf(verify, token)).toBeUndefined();
    state.now = 999_000;
    expect(await faultOf(verify, token)).toBe('claims');
  });

  test('keys that were taken back are noticed after the maximum age', async () => {
    const { state, verify } = verifierWith();
    const token = await key.sign(9000);
    await verify(token);
    state.keys = createLocalJWKSet({ keys: [other.jwk] });
    state.now += 299_999;
    expect(await faultOf(verify, token)).toBeUndefined();
    state.now += 1;
    expect(await faultOf(verify, token)).toBe('signature');
  });

  test('a token with the signature of another is not taken for it', async () => {
    const { verify } = verifierWith();
    const token = await key.sign(2000);
    await verify(token);
    const [header, , signature] = token.split('.');
    const payload = Buffer.from(JSON.stringify({ iss: issuer, aud: 'client-1', exp: 9000 })).toString(
      'base64url',
    );
    expect(await faultOf(verify, `${header}.${payload}.${signature}`)).toBe('signature');
    expect(await faultOf(verify, token)).toBeUndefined();
  });

  test('a token that arrives many times at once is verified once', async () => {
    const { state, verify } = verifierWith();
    const token = await key.sign(2000);
    const verified = await Promise.all(Array.from({ length: 20 }, () => verify(token)));
    expect(new Set(verified).size).toBe(1);
    expect(state.lookups).toBe(1);
  });

  test('only so many tokens are remembered', async () => {
    const { state, verify } = verifierWith({}, { maxEntries: 2 });
    const tokens = await Promise.all([1, 2, 3].map((jti) => key.sign(2000, { jti: String(jti) })));
    for (const token of [...tokens, tokens[0]!]) await verify(token);
    expect(state.lookups).toBe(4);
  });

  test('a rejected token is looked at again', async () => {
    const { state, verify } = verifierWith();
    const token = await other.sign(2000);
    expect(await faultOf(verify, token)).toBe('signature');
    state.keys = createLocalJWKSet({ keys: [other.jwk] });
    expect(await faultOf(verify, token)).toBeUndefined();
  });
});

describe('rejecting', () => {
  test.each([
    ['no audience of ours', { aud: ['client-2', 'client-3'] }, 'claims'],
    ['one audience of several', { aud: ['client-2', 'client-1'] }, undefined],
    ['no audience', { aud: undefined }, 'claims'],
    ['an access token of our client', { token_use: 'access', client_id: 'client-1', aud: 'api' }, undefined],
    [
      'an access token of another client',
      { token_use: 'access', client_id: 'client-2', aud: 'client-1' },
      'claims',
    ],
    ['an ID token with our client in client_id', { client_id: 'client-1', aud: 'client-2' }, 'claims'],
    ['another issuer', { iss: 'https://issuer.example/pool_2' }, 'issuer'],
    ['an issuer that is no text', { iss: 7 as never }, 'malformed'],
    ['an issuer that cannot become text', { iss: { toString: 1, valueOf: 1 } as never }, 'malformed'],
    ['no issuer', { iss: undefined }, 'malformed'],
    ['an expiry that is no number', { exp: '9999' as never }, 'claims'],
    ['an audience that cannot become text', { aud: { toString: 1, valueOf: 1 } as never }, 'claims'],
    ['not valid yet', { nbf: 1001 }, 'claims'],
  ])('%s', async (_, claims, fault) => {
    const { verify } = verifierWith();
    expect(await faultOf(verify, await key.sign(2000, claims as never))).toBe(fault);
  });

  test('a public key used as a secret', async () => {
    const { verify } = verifierWith();
    const secret = new TextEncoder().encode(JSON.stringify(key.jwk));
    const claims = { iss: issuer, aud: 'client-1', exp: 2000 };
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(secret);
    expect(await faultOf(verify, token)).toBe('signature');
  });

  test('no signature, in any spelling of none', async () => {
    const { verify } = verifierWith();
    const token = new UnsecuredJWT({ iss: issuer, aud: 'client-1', exp: 2000 }).encode();
    const payload = token.split('.')[1];
    for (const alg of ['none', 'None', 'NONE', '']) {
      const header = Buffer.from(JSON.stringify({ alg })).toString('base64url');
      expect(await faultOf(verify, `${header}.${payload}.`)).not.toBeUndefined();
    }
    expect(await faultOf(verify, token)).toBe('signature');
  });

  test('a critical extension that nobody knows', async () => {
    const { verify } = verifierWith();
    const [, payload, signature] = (await key.sign(2000)).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'one', crit: ['x'], x: 1 })).toString(
      'base64url',
    );
    expect(await faultOf(verify, `${header}.${payload}.${signature}`)).not.toBeUndefined();
  });

  test('a token beyond the limit is not even read', async () => {
    const { state, verify } = verifierWith();
    const token = await key.sign(2000, { groups: 'g'.repeat(tokenLengthLimit) });
    expect(await verify(token)).toEqual({ fault: 'malformed', why: 'the token is too long' });
    expect(state.lookups).toBe(0);
  });

  test('no text makes it reject its promise', async () => {
    const { verify } = verifierWith();
    const token = await key.sign(2000);
    const parts = fc.array(fc.constantFrom(...token.split('.'), '', 'e30', 'bnVsbA', 'W10', '*'), {
      maxLength: 5,
    });
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      parts.map((some) => some.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (some) => {
        expect('fault' in (await verify(some))).toBe(some !== token);
      }),
    );
  });
});

test('keys in a file are read at start-up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-'));
  const file = join(folder, 'keys with blanks.json');
  writeFileSync(file, JSON.stringify({ keys: [key.jwk] }));
  const jwks = pathToFileURL(file).href;
  const issuers = trustedIssuers(readIssuers([{ issuer, jwks, audience: ['client-1'] }], '/issuers'), 1000);
  rmSync(folder, { recursive: true });
  const verify = tokenVerifier({ issuers, maxEntries: 10, maxAge: 1000, now: () => 1_000_000 });
  expect(await faultOf(verify, await key.sign(2000))).toBeUndefined();
});

describe('keys of a remote issuer', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  async function verifierFor(listener: RequestListener, timeLimit = 5000) {
    const server = createServer(listener).listen(0, '127.0.0.1');
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    await once(server, 'listening');
    const jwks = `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`;
    const issuers = trustedIssuers(readIssuers([{ issuer, jwks, audience: null }], '/issuers'), timeLimit);
    return tokenVerifier({ issuers, maxEntries: 10, maxAge: 1000, now: () => 1_000_000 });
  }

  test('are fetched once', async () => {
    let fetched = 0;
    const verify = await verifierFor((_, response) => {
      fetched++;
      response.end(JSON.stringify({ keys: [key.jwk] }));
    });
    for (const jti of ['1', '2', '3'])
      expect(await faultOf(verify, await key.sign(2000, { jti }))).toBeUndefined();
    expect(fetched).toBe(1);
  });

  test('are not fetched again for every token of an unknown key', async () => {
    let fetched = 0;
    const verify = await verifierFor((_, response) => {
      fetched++;
      response.end(JSON.stringify({ keys: [key.jwk] }));
    });
    const stranger = await issuerKey('two');
    for (const jti of ['1', '2', '3'])
      expect(await faultOf(verify, await stranger.sign(2000, { jti }))).toBe('signature');
    expect(fetched).toBe(1);
  });

  test.each<[string, RequestListener]>([
    ['answers 500', (_, response) => response.writeHead(500).end()],
    ['redirects', (_, response) => response.writeHead(302, { location: '/elsewhere' }).end()],
    ['answers no JSON', (_, response) => response.end('<html>')],
    ['answers no key set', (_, response) => response.end('{"keys":"none"}')],
    ['hangs up', (request) => request.socket.destroy()],
    ['never answers', () => {}],
  ])('cannot be had where the server %s', async (_, listener) => {
    const verify = await verifierFor(listener, 100);
    expect(await verify(await key.sign(2000))).toMatchObject({
      fault: 'keys',
      why: expect.stringContaining(`the keys of \`${issuer}\` cannot be had: `),
    });
  });

  test('cannot be had where there is no server', async () => {
    const jwks = 'http://127.0.0.1:1/jwks.json';
    const issuers = trustedIssuers(readIssuers([{ issuer, jwks, audience: null }], '/issuers'), 1000);
    const verify = tokenVerifier({ issuers, maxEntries: 10, maxAge: 1000, now: () => 1_000_000 });
    expect(await faultOf(verify, await key.sign(2000))).toBe('keys');
  });
});

test('tokens that wait for keys fill no memory: beyond the limit they are refused, and afterwards verified again', async () => {
  let deliver: (error: Error) => void = () => {};
  const keys = new Promise<never>((_, reject) => {
    deliver = reject;
  });
  const { verify } = verifierWith({ keys: () => keys });
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = (id: number) => {
    const start = `${encoded({ alg: 'RS256', kid: 'one' })}.${encoded({ iss: issuer, exp: 2000, id })}.`;
    return start.padEnd(tokenLengthLimit, 'A');
  };
  const most = waitingLimit / tokenLengthLimit;
  const waiting = Array.from({ length: most }, (_, id) => verify(token(id)));
  // At once, and without a promise: nothing waits.
  expect(verify(token(most))).toEqual({
    fault: 'keys',
    why: 'the token cannot be verified: too many others wait for that',
  });
  expect(verify(token(0))).toBe(waiting[0]);
  deliver(new Error('no keys'));
  for (const verified of await Promise.all(waiting)) expect(verified).toMatchObject({ fault: 'keys' });
  expect(await verify(token(most))).toMatchObject({ why: expect.stringContaining('no keys') });
});

test('a key set counts as it was at start-up, whatever becomes of the object', async () => {
  const jwks = { keys: [key.jwk] };
  const issuers = trustedIssuers(readIssuers([{ issuer, jwks, audience: null }], '/issuers'), 1000);
  jwks.keys.pop();
  const verify = tokenVerifier({ issuers, maxEntries: 1, maxAge: 1, now: () => 1_000_000 });
  expect(await faultOf(verify, await key.sign(2000))).toBeUndefined();
});
