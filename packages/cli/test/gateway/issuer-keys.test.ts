import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type IssuerKeys, issuerKeys } from '../../src/gateway/issuer-keys.js';
import type { GatewayReport } from '../../src/gateway/report.js';

let server: Server;
let address: string;
let answer: { readonly status: number; readonly body: string };
let reports: GatewayReport[];
let keys: IssuerKeys;
beforeEach(async () => {
  answer = { status: 200, body: '{"keys":[{"kty":"RSA"}]}' };
  server = createServer((_, response) => response.writeHead(answer.status).end(answer.body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`;
  reports = [];
  keys = issuerKeys((report) => reports.push(report));
});
afterEach(() => {
  keys.close();
  server.close();
  vi.restoreAllMocks();
});

const issuer = (jwks: string | URL | { readonly keys: readonly [] }) => ({
  issuer: 'https://issuer.example',
  jwks,
  audience: null,
});
const problems = () => Object.fromEntries(keys.problems);

test('issuers whose keys can be read, and keys that need no reading, are no problem', async () => {
  await keys.follow([issuer(`${address}/jwks.json`)], 5_000);
  expect(problems()).toEqual({});
  await keys.follow([issuer({ keys: [] }), issuer('file:///nowhere')], 5_000);
  expect([problems(), reports]).toEqual([{}, []]);
});

test.each([
  [{ status: 404, body: '' }, 'answers 404'],
  [{ status: 200, body: '{"keys":[]}' }, 'answers with no keys'],
  [{ status: 200, body: 'null' }, 'answers with no keys'],
  [{ status: 200, body: '<html>' }, 'JSON'],
])('%j is told once, and so is its end', async (bad, why) => {
  answer = bad;
  const named = [issuer(new URL(`${address}/jwks.json`))];
  await keys.follow(named, 5_000);
  await keys.follow(named, 5_000);
  expect(problems()).toEqual({ 'https://issuer.example': expect.stringContaining(why) });
  const warning = `the keys of \`https://issuer.example\` cannot be read, so its tokens are refused: ${address}/jwks.json`;
  expect(reports).toEqual([{ level: 'warn', event: 'keys', message: expect.stringContaining(warning) }]);
  answer = { status: 200, body: '{"keys":[{}]}' };
  await keys.follow(named, 5_000);
  expect(problems()).toEqual({});
  expect(reports[1]).toMatchObject({ level: 'info', message: expect.stringContaining('can be read again') });
});

test('an issuer that is down is told with the address, and is looked at again where it is asked about', async () => {
  await new Promise((resolve) => server.close(resolve));
  await keys.follow([issuer(`${address}/jwks.json`)], 5_000);
  expect(problems()['https://issuer.example']).toContain('ECONNREFUSED');
  await new Promise<void>((resolve) => server.listen(Number(new URL(address).port), '127.0.0.1', resolve));
  const now = performance.now();
  vi.spyOn(performance, 'now').mockReturnValue(now + 6_000);
  // What is known is a moment old.
  expect(Object.keys(problems())).toEqual(['https://issuer.example']);
  await vi.waitUntil(() => keys.problems.size === 0, { timeout: 5_000 });
});

test('an issuer that is no longer named is no problem', async () => {
  answer = { status: 500, body: '' };
  await keys.follow([issuer(address)], 5_000);
  expect(keys.problems.size).toBe(1);
  await keys.follow([], 5_000);
  expect([keys.problems.size, reports.length]).toEqual([0, 1]);
});
