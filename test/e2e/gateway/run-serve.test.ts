import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runServe } from '../../../packages/cli/src/gateway/run-serve.js';
import type { ServeOptions } from '../../../packages/cli/src/gateway/serve-options.js';
import {
  type CollectingTerminal,
  collectingTerminal,
} from '../../../packages/cli/test/collecting-terminal.js';

// In this process, so that signals are events; the program itself is driven by the end-to-end tests.

let folder: string;
let upstream: Server;
let address: string;
let answers: boolean;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'run-serve-'));
  answers = true;
  upstream = createServer((request, response) => {
    request.resume();
    if (answers) response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{}');
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
});
afterEach(async () => {
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
  rmSync(folder, { recursive: true });
});

function write(more: object = {}): void {
  const config = {
    account: '123456789012',
    region: 'us-east-1',
    listen: { port: 0 },
    issuers: [],
    users: {
      reader: {
        inlinePolicies: {
          Reading: {
            Version: '2012-10-17',
            Statement: [{ Sid: 'Read', Effect: 'Allow', Action: 'cognito-idp:AdminGetUser', Resource: '*' }],
          },
        },
        accessKeys: [{ accessKeyId: 'AKIAREADERREADER', secretAccessKey: 'made-up' }],
      },
    },
    ...more,
  };
  writeFileSync(join(folder, 'cognito-iam.json'), JSON.stringify(config, null, 2));
}

interface Running {
  readonly url: string;
  /** Resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number>;
}

async function serve(terminal: CollectingTerminal, options: Partial<ServeOptions> = {}): Promise<Running> {
  const exit = runServe({ watch: false, upstream: address, ...options }, terminal);
  const started = (): string | undefined =>
    terminal.printed.map((text) => /http:\/\/127\.0\.0\.1:\d+(?=\n|")/.exec(text)?.[0]).find(Boolean);
  await Promise.race([exit, expect.poll(started, { timeout: 20_000 }).toBeDefined()]);
  return {
    url: started() ?? '',
    stop(signal = 'SIGHUP') {
      process.emit(signal, signal);
      return exit;
    },
  };
}

/** Looks a user up, which is allowed, and then all, which is not. */
async function call(endpoint: string): Promise<void> {
  const client = new CognitoIdentityProviderClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAREADERREADER', secretAccessKey: 'made-up' },
    maxAttempts: 1,
  });
  const UserPoolId = 'us-east-1_AbCdEfGhI';
  await client.send(new AdminGetUserCommand({ UserPoolId, Username: 'bob' }));
  await expect(client.send(new ListUsersCommand({ UserPoolId }))).rejects.toThrow('is not authorized');
  client.destroy();
}

const entries = (lines: readonly string[], event: string): readonly Record<string, unknown>[] =>
  lines.map((line): Record<string, unknown> => JSON.parse(line)).filter((entry) => entry['event'] === event);

test('programs read JSON lines: the start, every decision, the end; and the audit log', async () => {
  write();
  const terminal = collectingTerminal(folder);
  const running = await serve(terminal, { auditLog: 'audit.jsonl' });
  await call(running.url);
  await expect(running.stop()).resolves.toBe(0);
  const printed = terminal.printed.flatMap((text) => text.split('\n'));
  expect(entries(printed, 'start')).toMatchObject([{ url: running.url, ok: true, mode: 'enforce' }]);
  expect(entries(printed, 'decision')).toMatchObject([
    {
      outcome: 'allowed',
      operation: 'AdminGetUser',
      statements: [{ sid: 'Read', place: 'cognito-iam.json:14:13' }],
    },
    { outcome: 'refused', operation: 'ListUsers' },
  ]);
  expect(entries(printed, 'stop').map(({ message }) => message)).toEqual(['stopping (SIGHUP)', 'stopped']);
  const records = readFileSync(join(folder, 'audit.jsonl'), 'utf8').trimEnd().split('\n');
  expect(records.map((line): unknown => JSON.parse(line))).toMatchObject([
    { eventName: 'AdminGetUser' },
    { eventName: 'ListUsers', errorCode: 'AccessDenied' },
  ]);
});

test('people read a banner that says what is not checked, and a line for every decision', async () => {
  write({ mode: 'audit', verifySignatures: false, reasonHeader: true });
  const terminal = { ...collectingTerminal(folder), isTerminal: true };
  const running = await serve(terminal, { mode: 'enforce' });
  await call(running.url);
  await running.stop('SIGTERM');
  const [banner = '', ...lines] = terminal.printed;
  expect(banner).toContain('mode      enforce');
  expect(banner).toContain(`address   ${running.url}\n`);
  expect(banner).toContain('users     reader\n');
  expect(banner).toContain('config    cognito-iam.json, not watched');
  expect(banner).toContain('signatures: verifySignatures false believes every access key id');
  expect(banner).toContain('reasonHeader tells clients what policies hold');
  expect(lines.join('\n')).toMatch(/allowed AdminGetUser +user\/reader on us-east-1_AbCdEfGhI/);
  expect(lines.join('\n')).toMatch(/denied {2}ListUsers +user\/reader/);
  expect(terminal.told.join('\n')).toMatch(/ stopping \(SIGTERM\)\n.* stopped$/);
});

test('quietly, nothing is written of decisions', async () => {
  write();
  const terminal = collectingTerminal(folder);
  const running = await serve(terminal, { quiet: true });
  await call(running.url);
  await running.stop();
  expect(terminal.printed.join('\n')).not.toContain('"decision"');
});

test('a stop waits for what is under way', async () => {
  write();
  const terminal = collectingTerminal(folder);
  const running = await serve(terminal);
  answers = false;
  const waiting = fetch(`${running.url}/us-east-1_AbCdEfGhI/.well-known/jwks.json`);
  const received = new Promise<void>((resolve) =>
    upstream.once('request', (_, response) => {
      resolve();
      setTimeout(() => response.end('late'), 200);
    }),
  );
  await received;
  await expect(running.stop('SIGINT')).resolves.toBe(0);
  expect(await (await waiting).text()).toBe('late');
  expect(entries(terminal.printed, 'stop').map(({ message }) => message)).toEqual([
    'stopping (SIGINT); requests under way: 1',
    'stopped',
  ]);
});

test('a stop before the start is over ends with the code of its signal', async () => {
  // An upstream that is asked for its pools, and says nothing.
  answers = false;
  write({ issuers: undefined });
  const terminal = collectingTerminal(folder);
  const asked = new Promise((resolve) => upstream.once('request', resolve));
  const exit = runServe({ watch: false, upstream: address }, terminal);
  await asked;
  process.emit('SIGHUP', 'SIGHUP');
  await expect(exit).resolves.toBe(129);
  expect(entries(terminal.printed, 'stop')).toMatchObject([
    { message: 'stopping before it has started (SIGHUP)' },
  ]);
});

test('a port in use is told with the mend, and nothing is left listening for signals', async () => {
  write({ listen: { port: (upstream.address() as AddressInfo).port } });
  const before = process.listenerCount('SIGHUP');
  await expect(runServe({ watch: false, upstream: address }, collectingTerminal(folder))).rejects.toThrow(
    'is in use; stop what listens there, or choose another with --port',
  );
  expect(process.listenerCount('SIGHUP')).toBe(before);
});
