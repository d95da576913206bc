import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from './subject.js';

// The program as its users run it, in a copy of the example's folder.

const main = fileURLToPath(new URL('../../../packages/cli/dist/main.js', import.meta.url));
const example = fileURLToPath(new URL('../../../examples/gateway/', import.meta.url));
const tour = join(example, 'tour.mjs');

let folder: string;
const running: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'serve-'));
  cpSync(join(example, 'cognito-iam.yaml'), join(folder, 'cognito-iam.yaml'));
  cpSync(join(example, 'policies'), join(folder, 'policies'), { recursive: true });
});
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await gone;
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

interface Program {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** The entries of the log that are about `event`. */
  readonly entries: (event: string) => readonly Record<string, unknown>[];
  readonly exit: Promise<number | null>;
}

function run(file: string, ...args: readonly string[]): Program {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const entries = (event: string) =>
    output
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith('{'))
      .map((line): Record<string, unknown> => JSON.parse(line))
      .filter((entry) => entry['event'] === event);
  const exit = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, output: () => output, entries, exit };
}

async function served(...args: readonly string[]): Promise<Program & { readonly url: string }> {
  const program = run(main, 'serve', '--port', '0', ...args);
  const [start] = await eventually(() => {
    if (program.child.exitCode !== null) throw new Error(program.output());
    const found = program.entries('start');
    return found.length > 0 && found;
  }, 60_000);
  return { ...program, url: String(start?.['url']) };
}

test('cognito-local and three identities: the tour of the example, and its audit log', async () => {
  const gateway = await served('--audit-log', 'audit.jsonl');
  const toured = run(tour, gateway.url);
  await toured.exit;
  const lines = toured
    .output()
    .split('\n')
    .filter((line) => /^(?:deployer|bob|nobody): /.test(line));
  expect(lines.map((line) => line.split(': ').slice(0, 3).join(': '))).toEqual([
    'deployer: CreateUserPool: allowed',
    'nobody: InitiateAuth: allowed',
    'nobody: ListUsers: UnrecognizedClientException',
    'bob: ListUsers: allowed',
    'bob: AdminDisableUser: allowed',
    'bob: AdminDeleteUser: AccessDeniedException',
    'deployer: AdminDeleteUser: allowed',
  ]);
  const [allowed] = gateway
    .entries('decision')
    .filter(({ operation }) => operation === 'ListUsers')
    .slice(1);
  expect(allowed).toMatchObject({
    outcome: 'allowed',
    statements: [
      { policy: 'HelpUsers', sid: 'LookUpUsers', place: expect.stringMatching(/support\.json:4:5$/) },
    ],
  });

  gateway.child.kill('SIGINT');
  expect(await gateway.exit).toBe(0);
  const records = readFileSync(join(folder, 'audit.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(records.at(-2)).toMatchObject({
    eventSource: 'cognito-idp.amazonaws.com',
    eventName: 'AdminDeleteUser',
    errorCode: 'AccessDenied',
    userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'Support' } } },
    requestParameters: { username: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
  });
  expect(records.at(-1)).toMatchObject({ userIdentity: { type: 'IAMUser', userName: 'deployer' } });
  expect(JSON.stringify(records)).not.toMatch(/Made-up-2026|bob@example|eyJ/);
}, 120_000);

test('cognito-local is killed and comes back, and a request in between waits for it', async () => {
  const gateway = await served();
  const pid = Number(/process (\d+)/.exec(String(gateway.entries('upstream')[0]?.['message']))?.[1]);
  process.kill(pid, 'SIGKILL');
  await eventually(() => gateway.entries('upstream').length === 2);
  expect(gateway.entries('upstream')[1]).toMatchObject({
    level: 'error',
    message: expect.stringMatching(/^cognito-local ended, signal SIGKILL\nstarting it again in 0\.\d s$/),
  });
  // Sent while there is nobody to answer it.
  const answer = await fetch(`${gateway.url}/health`);
  expect(await answer.json()).toEqual({ ok: true });
  await eventually(() => gateway.entries('upstream').length === 3);
  // It does not outlive the gateway, however that ends.
  const again = Number(/process (\d+)/.exec(String(gateway.entries('upstream')[2]?.['message']))?.[1]);
  gateway.child.kill('SIGKILL');
  await gateway.exit;
  await eventually(() => !isAlive(again));
}, 120_000);

test('a second signal ends it at once; a request that hangs does not hold it', async () => {
  const hanging = createServer(() => undefined).listen(0, '127.0.0.1');
  await new Promise((resolve) => hanging.once('listening', resolve));
  const { port } = hanging.address() as AddressInfo;
  writeFileSync(
    join(folder, 'cognito-iam.yaml'),
    "account: '123456789012'\nregion: us-east-1\nissuers: []\n",
  );
  const gateway = await served('--upstream', `http://127.0.0.1:${port}`);
  const broken = fetch(`${gateway.url}/health`).catch((error: Error) => error.name);
  await new Promise((resolve) => hanging.once('request', resolve));
  gateway.child.kill('SIGTERM');
  await eventually(() => gateway.entries('stop').length === 1);
  expect(gateway.entries('stop')[0]).toMatchObject({
    message: 'stopping (SIGTERM); requests under way: 1',
  });
  gateway.child.kill('SIGINT');
  expect(await gateway.exit).toBe(130);
  expect(await broken).toBe('TypeError');
  hanging.closeAllConnections();
  hanging.close();
}, 60_000);

test('a signal ends a start that hangs, with the code of the signal', async () => {
  const hanging = createServer(() => undefined).listen(0, '127.0.0.1');
  await new Promise((resolve) => hanging.once('listening', resolve));
  const { port } = hanging.address() as AddressInfo;
  const asked = new Promise((resolve) => hanging.once('request', resolve));
  writeFileSync(join(folder, 'cognito-iam.yaml'), "account: '123456789012'\nregion: us-east-1\n");
  const program = run(main, 'serve', '--port', '0', '--upstream', `http://127.0.0.1:${port}`);
  await asked;
  program.child.kill('SIGTERM');
  expect(await program.exit).toBe(143);
  expect(program.entries('stop')).toMatchObject([{ message: 'stopping before it has started (SIGTERM)' }]);
  expect(program.entries('start')).toEqual([]);
  hanging.closeAllConnections();
  hanging.close();
}, 60_000);

test.skipIf(process.platform === 'win32')(
  'a pipe is no audit log, with a reader or without',
  async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const alone = run(main, 'serve', '--audit-log', 'pipe');
    expect(await alone.exit).toBe(2);
    expect(alone.output()).toContain('the audit log cannot be written');
    // Opened both ways, it has a reader.
    const held = openSync(join(folder, 'pipe'), 'r+');
    const read = run(main, 'serve', '--audit-log', 'pipe');
    expect(await read.exit).toBe(2);
    expect(read.output()).toContain('is neither a file nor a device');
    closeSync(held);
  },
  60_000,
);

test.each([
  [['--port', 'x'], '--port is a number'],
  [['--mode', 'lax'], '--mode is `enforce` or `audit`'],
  [['--upstream', 'localhost:9229'], '--upstream is `cognito-local` or a URL'],
  [['--config', 'none.yaml'], 'none.yaml'],
  [['--audit-log', 'policies'], 'the audit log cannot be written'],
])('a mistake on the command line: %j', async (args, message) => {
  const program = run(main, 'serve', ...args);
  expect(await program.exit).toBe(2);
  expect(program.output()).toContain(message);
  expect(program.output()).not.toMatch(/\n\s+at /);
});

test('a port that is taken says so, and nothing is left running', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const program = run(main, 'serve', '--port', String(port));
  expect(await program.exit).toBe(2);
  expect(program.output()).toContain(`port ${port} is in use; stop what listens there, or choose another`);
  other.close();
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
