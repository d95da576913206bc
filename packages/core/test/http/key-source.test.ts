import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readIssuers, trustedIssuers } from '../../src/http/trusted-issuer.js';
import { tokenVerifier } from '../../src/http/verified-token.js';
import { issuer, issuerKey } from './tokens.js';

const one = await issuerKey('one');
const two = await issuerKey('two');
const setOf = (...keys: readonly (typeof one)[]) => JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });
/** In seconds. */
const later = 4_000_000_000;

const closing: (() => void)[] = [];
beforeEach(() => {
  // The clocks stand still until the test moves them; timers and sockets are real.
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
  for (const close of closing.splice(0)) close();
});

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An issuer that counts how often its keys are asked for, and a verifier that trusts it. */
async function trusting(answer: RequestListener, timeLimit = 5_000) {
  const state = { fetched: 0, answer };
  const jwks = await listening((request, response) => {
    state.fetched++;
    state.answer(request, response);
  });
  const issuers = trustedIssuers(readIssuers([{ issuer, jwks, audience: null }], '/issuers'), timeLimit);
  const verify = tokenVerifier({ issuers, maxEntries: 1_000, maxAge: 300_000, now: Date.now });
  const faultOf = async (token: string) => {
    const verified = await verify(token);
    return 'fault' in verified ? verified.fault : undefined;
  };
  return { state, faultOf };
}

const answering =
  (body: string): RequestListener =>
  (_, response) =>
    response.end(body);

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = encoded({ iss: issuer, exp: later });
const withKeyId = (kid: string) => `${encoded({ alg: 'RS256', kid })}.${claims}.AAAA`;

describe('fetching', () => {
  test('happens once for all who wait for the first keys', async () => {
    const held: ServerResponse[] = [];
    const { state, faultOf } = await trusting((_, response) => held.push(response));
    const tokens = await Promise.all(
      Array.from({ length: 100 }, (_, index) => one.sign(later, { jti: String(index) })),
    );
    const faults = tokens.map(faultOf);
    await vi.waitUntil(() => held.length > 0);
    held[0]?.end(setOf(one));
    expect(new Set(await Promise.all(faults))).toEqual(new Set([undefined]));
    expect(state.fetched).toBe(1);
  });

  test('happens every thirty seconds at most, however many key ids are made up', async () => {
    const { state, faultOf } = await trusting(answering(setOf(one)));
    for (let round = 1; round <= 4; round++) {
      for (let index = 0; index < 500; index++)
        expect(await faultOf(withKeyId(`made up ${round} ${index}`))).toBe('signature');
      expect(state.fetched).toBe(round);
      expect(await faultOf(await one.sign(later, { round }))).toBeUndefined();
      vi.advanceTimersByTime(30_000);
    }
  });

  test('is tried again ever more seldom while the issuer is down, and works at once when it is up', async () => {
    const { state, faultOf } = await trusting((_, response) => response.writeHead(503).end());
    const counts: number[] = [];
    for (let second = 0; second < 120; second++) {
      for (let index = 0; index < 5; index++) expect(await faultOf(withKeyId(`${second}`))).toBe('keys');
      counts.push(state.fetched);
      vi.advanceTimersByTime(1_000);
    }
    // After ½, 1, 2, 4, 8, 16, 30, 30, 30 seconds.
    expect(state.fetched).toBeLessThanOrEqual(10);
    expect(counts[1]).toBe(2);
    state.answer = answering(setOf(one));
    vi.advanceTimersByTime(30_000);
    expect(await faultOf(await one.sign(later))).toBeUndefined();
  });

  test('that fails leaves the keys that are known, for as long as they may be kept', async () => {
    const { state, faultOf } = await trusting(answering(setOf(one)));
    expect(await faultOf(await one.sign(later, { jti: '1' }))).toBeUndefined();
    state.answer = (request) => request.socket.destroy();
    vi.advanceTimersByTime(60_000);
    expect(await faultOf(withKeyId('made up'))).toBe('keys');
    expect(await faultOf(await one.sign(later, { jti: '2' }))).toBeUndefined();
    vi.advanceTimersByTime(540_000);
    expect(await faultOf(await one.sign(later, { jti: '3' }))).toBe('keys');
  });
});

describe('a change of keys', () => {
  test('is noticed with the first token of the new one', async () => {
    const { state, faultOf } = await trusting(answering(setOf(one)));
    expect(await faultOf(await one.sign(later))).toBeUndefined();
    state.answer = answering(setOf(one, two));
    const fresh = await two.sign(later);
    expect(await faultOf(fresh)).toBe('signature');
    vi.advanceTimersByTime(30_000);
    expect(await faultOf(fresh)).toBeUndefined();
    expect(await faultOf(await one.sign(later, { jti: '2' }))).toBeUndefined();
    expect(state.fetched).toBe(2);
  });

  test('ends the tokens of the old one after five minutes where they were verified, after ten where not', async () => {
    const { state, faultOf } = await trusting(answering(setOf(one)));
    const verified = await one.sign(later, { jti: 'verified' });
    const other = await one.sign(later, { jti: 'other' });
    expect(await faultOf(verified)).toBeUndefined();
    state.answer = answering(setOf(two));
    vi.advanceTimersByTime(30_000);
    // Somebody brings a token of the new key, so the keys are fetched.
    expect(await faultOf(await two.sign(later))).toBeUndefined();
    expect(await faultOf(other)).toBe('signature');
    expect(await faultOf(verified)).toBeUndefined();
    vi.advanceTimersByTime(270_000);
    expect(await faultOf(verified)).toBe('signature');
  });

  test('that no token tells of is noticed after ten minutes', async () => {
    const { state, faultOf } = await trusting(answering(setOf(one)));
    expect(await faultOf(await one.sign(later, { jti: '1' }))).toBeUndefined();
    state.answer = answering(setOf(two));
    vi.advanceTimersByTime(599_999);
    expect(await faultOf(await one.sign(later, { jti: '2' }))).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(await faultOf(await one.sign(later, { jti: '3' }))).toBe('signature');
  });
});

describe('an issuer that misbehaves', () => {
  test('and redirects is not followed', async () => {
    let elsewhere = 0;
    const location = await listening((_, response) => {
      elsewhere++;
      response.end(setOf(one));
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const { faultOf } = await trusting((_, response) => response.writeHead(status, { location }).end());
      expect(await faultOf(await one.sign(later))).toBe('keys');
    }
    expect(elsewhere).toBe(0);
  });

  test.each<[string, RequestListener]>([
    ['never begins', () => {}],
    ['never ends', (_, response) => response.write('{"keys":[')],
    [
      'sends a blank now and then',
      (_, response) => {
        const timer = setInterval(() => response.write(' '), 10);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('and %s is given up, and the connection closed', async (_, answer) => {
    let closed = false;
    const { faultOf } = await trusting((request, response) => {
      response.on('close', () => {
        closed = true;
      });
      answer(request, response);
    }, 150);
    expect(await faultOf(await one.sign(later))).toBe('keys');
    await vi.waitUntil(() => closed);
  });

  test('and sends without end is cut off', async () => {
    let sent = 0;
    const { faultOf } = await trusting((_, response) => {
      const chunk = ' '.repeat(65_536);
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        sent += chunk.length;
      };
      response.on('drain', more);
      more();
    });
    expect(await faultOf(await one.sign(later))).toBe('keys');
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  test('and sends little that becomes much is cut off', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
    const { faultOf } = await trusting((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    expect(await faultOf(await one.sign(later))).toBe('keys');
  });

  test.each([
    ['a symmetric key', [{ kty: 'oct', kid: 'one', k: 'AAAA', alg: 'HS256' }], 'signature'],
    ['the same key id twice', [one.jwk, { ...two.jwk, kid: 'one' }], 'signature'],
    ['a key for encryption', [{ ...one.jwk, use: 'enc' }], 'signature'],
    ['a key of another algorithm', [{ ...one.jwk, alg: 'RS512' }], 'signature'],
    ['no key', [], 'signature'],
    ['what is no key', [null], 'keys'],
    ['a key that is none', [{ kty: 'RSA', kid: 'one', n: '!', e: 'AQAB' }], 'keys'],
  ])('and has %s', async (_, keys, fault) => {
    const { faultOf } = await trusting(answering(JSON.stringify({ keys })));
    expect(await faultOf(await one.sign(later))).toBe(fault);
  });
});
