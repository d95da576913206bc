import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { patientFetch } from '../../src/http/patient-fetch.js';

let server: Server | undefined;
afterEach(() => server?.close());

async function serve(
  answer: (count: number) => { status: number; body: string },
): Promise<{ url: string; asked: () => number }> {
  let count = 0;
  server = createServer((_, response) => {
    const { status, body } = answer(++count);
    response.writeHead(status).end(body);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/jwks.json`, asked: () => count };
}

const options = () => ({
  headers: new Headers(),
  method: 'GET' as const,
  redirect: 'manual' as const,
  signal: AbortSignal.timeout(5000),
});

test('gives what the issuer answers', async () => {
  const { url } = await serve(() => ({ status: 200, body: '{"keys":[]}' }));
  const response = await patientFetch()(url, options());
  expect(await response.json()).toEqual({ keys: [] });
});

test('asks an issuer in trouble once, not once a token', async () => {
  const { url, asked } = await serve(() => ({ status: 503, body: '' }));
  const fetchKeys = patientFetch();
  for (let index = 0; index < 50; index++)
    await expect(fetchKeys(url, options())).rejects.toThrow(`${url}: it answers 503`);
  expect(asked()).toBe(1);
});

test('names the address and what lies behind the failure', async () => {
  const { url } = await serve(() => ({ status: 200, body: '' }));
  await new Promise((resolve) => server?.close(resolve));
  await expect(patientFetch()(url, options())).rejects.toThrow(/jwks\.json: fetch failed, ECONNREFUSED/);
});

test('reads no more than a key set can need', async () => {
  const { url } = await serve(() => ({ status: 200, body: 'x'.repeat(1_000_000) }));
  await expect(patientFetch()(url, options())).rejects.toThrow(/more than 262144 bytes/);
});
