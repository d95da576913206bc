import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadAccount } from '../../../packages/account/src/index.js';
import { formatBanner } from '../../../packages/cli/src/gateway/banner.js';
import { type Gateway, startGateway } from '../../../packages/cli/src/gateway/gateway.js';
import type { GatewayReport } from '../../../packages/cli/src/gateway/report.js';
import { coloursFor } from '../../../packages/cli/src/terminal.js';
import { eventually, poolId, readerPolicy, StubUpstream } from './subject.js';

// An upstream that Cognito could not be: what is odd is left out, and nothing else.

const key = { kty: 'RSA', kid: 'a', alg: 'RS256', n: 'AQAB', e: 'AQAB' };
let answers: Record<string, unknown>;
let upstream: StubUpstream;
let folder: string;
let gateway: Gateway | undefined;
const reports: GatewayReport[] = [];
const warnings = () => reports.filter(({ level }) => level !== 'info').map(({ message }) => message);

beforeEach(async () => {
  upstream = new StubUpstream();
  upstream.answer = (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const answer = answers[request.method === 'GET' ? 'keys' : operation];
    if (answer === undefined) response.writeHead(400).end('{}');
    else response.end(JSON.stringify(answer));
  };
  folder = mkdtempSync(join(tmpdir(), 'odd-'));
  answers = {
    keys: { keys: [key] },
    ListUserPools: { UserPools: [{ Id: poolId, Name: 'good' }] },
    ListUserPoolClients: { UserPoolClients: [{ ClientId: 'client1' }] },
    DescribeUserPool: { UserPool: {} },
  };
});
afterEach(async () => {
  await gateway?.stop(1_000);
  await upstream.close();
  rmSync(folder, { recursive: true });
  reports.length = 0;
});

async function start(more: Readonly<Record<string, unknown>> = {}): Promise<Gateway> {
  writeFileSync(join(folder, 'reader.json'), readerPolicy());
  const config = {
    account: '123456789012',
    region: 'us-east-1',
    listen: { port: 0 },
    upstream: { url: `http://127.0.0.1:${await upstream.listen()}`, emulator: 'cognito-local' },
    users: { reader: { inlinePolicies: { Reading: { file: 'reader.json' } } } },
    ...more,
  };
  writeFileSync(join(folder, 'cognito-iam.json'), JSON.stringify(config));
  const load = () => loadAccount('cognito-iam.json', { folder });
  const report = (one: GatewayReport) => void reports.push(one);
  gateway = await startGateway({ account: await load(), load, watch: false, report });
  return gateway;
}

test('pools and clients that Cognito could not have are left out and named; pages that repeat count once', async () => {
  const good = { Id: poolId, Name: 'good' };
  answers['ListUserPools'] = {
    UserPools: [good, { Id: 'my-pool', Name: 'mine' }, { Name: 'nameless' }, good],
  };
  answers['ListUserPoolClients'] = {
    UserPoolClients: [{ ClientId: 'client1' }, {}, null, { ClientId: 'client1' }],
  };
  const { live } = await start();
  expect(live.pools).toEqual([{ id: poolId, name: 'good', clientIds: ['client1'], tags: {} }]);
  expect(warnings()).toEqual([
    'user pool `my-pool` (mine) is left out: Cognito has no such id of a user pool',
    'user pool `` (nameless) is left out: Cognito has no such id of a user pool',
    `an app client of user pool \`${poolId}\` is left out: it has no ClientId`,
  ]);
});

test('a pool that the upstream will not tell of is left out', async () => {
  answers['DescribeUserPool'] = undefined;
  const { live } = await start();
  expect(live.pools).toEqual([]);
  expect(live.poolsProblem).toBeUndefined();
  expect(warnings()).toEqual([
    `user pool \`${poolId}\` is left out: the upstream answers 400 to DescribeUserPool`,
  ]);
});

test.each([
  {},
  null,
  { keys: [] },
  { keys: [{ kty: 'oct', k: 'AQAB' }, { ...key, d: 'AQAB' }, 1] },
  undefined,
])('keys that are none (%j) stop neither the start nor the reload of policies', async (keys) => {
  answers['keys'] = keys;
  const { live } = await start();
  expect(warnings()).toEqual([
    expect.stringMatching('the keys of the user pools cannot be had, no token of them is believed: '),
  ]);
  writeFileSync(join(folder, 'reader.json'), readerPolicy(['ListUsers']));
  await live.refreshFiles();
  expect(live.reloadProblem).toBeUndefined();
  expect(reports).toContainEqual(expect.objectContaining({ event: 'reload', level: 'info' }));
});

test('the banner says that no pool counts where the configuration lists no issuer', async () => {
  const facts = { folder, watch: false, auditLog: undefined, colours: coloursFor(false, {}), columns: 80 };
  const banner = formatBanner(await start({ issuers: [] }), facts);
  expect(banner).toMatch(/^ {2}pools +none whose tokens are believed: `issuers` is empty$/m);
});

test('names of pools do not move the cursor in the banner', async () => {
  answers['ListUserPools'] = { UserPools: [{ Id: poolId, Name: 'a\u001b[2J\r\nb\u202e' }] };
  const facts = { folder, watch: false, auditLog: undefined, colours: coloursFor(false, {}), columns: 80 };
  const banner = formatBanner(await start(), facts);
  expect(banner).toContain(`${poolId} (a?[2J??b?)`);
  expect(banner.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('what is no HTTP is told without the words of a library', async () => {
  const started = await start();
  upstream.answer = (request) =>
    void request.socket.end('HTTP/1.1 304 N\r\nX: \u0001\r\n\r\nHTTP/1.1 200 OK\r\n\r\n');
  await started.live.refreshPools();
  await eventually(() => started.live.poolsProblem);
  expect(warnings().join('\n')).not.toContain('falsy');
});
