import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../src/program.js';
import { systemErrorText, unwritableText } from '../src/system-error.js';
import { collectingTerminal } from './collecting-terminal.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'system-error-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const record = JSON.stringify({
  eventVersion: '1.11',
  eventTime: '2026-01-31T12:00:00Z',
  eventSource: 'cognito-idp.amazonaws.com',
  eventName: 'ListUserPools',
  awsRegion: 'us-east-1',
  userIdentity: {
    type: 'IAMUser',
    userName: 'ann',
    accountId: '123456789012',
    arn: 'arn:aws:iam::123456789012:user/ann',
  },
  requestParameters: { maxResults: 1 },
});

async function outcome(args: readonly string[]): Promise<readonly [number, string]> {
  const terminal = collectingTerminal(folder);
  const code = await runCommand(args, terminal);
  return [code, terminal.told.filter((line) => line.startsWith('error')).join('\n')];
}

describe('a place that cannot be used is a mistake with a mend, and no fault', () => {
  test('init where a file stands in place of the folder of policies', async () => {
    writeFileSync(join(folder, 'policies'), '');
    const [code, told] = await outcome(['init']);
    expect(code).toBe(2);
    expect(told).toMatch(/^error {2}.*policies.* cannot be used: .*: move .* \((EEXIST|ENOTDIR), mkdir\)$/);
  });

  test('init --force over a folder of the name of the configuration', async () => {
    mkdirSync(join(folder, 'cognito-iam.yaml'));
    await expect(outcome(['init', '--force'])).resolves.toEqual([
      2,
      `error  ${join(folder, 'cognito-iam.yaml')} cannot be used: it is a folder and no file: move it away, or name another file (EISDIR, open)`,
    ]);
  });

  test('generate -o below a file', async () => {
    writeFileSync(join(folder, 'log.jsonl'), record);
    const [code, told] = await outcome(['generate', '--from', 'log.jsonl', '-o', 'log.jsonl/policies']);
    expect(code).toBe(2);
    expect(told).toMatch(/^error {2}.*log\.jsonl.* cannot be used: .* \(ENOTDIR, mkdir\)$/);
  });

  test('serve where `.cognito` is a file', async () => {
    writeFileSync(join(folder, '.cognito'), '');
    writeFileSync(
      join(folder, 'cognito-iam.json'),
      JSON.stringify({ account: '123456789012', region: 'us-east-1', listen: { port: 0 } }),
    );
    const [code, told] = await outcome(['serve']);
    expect(code).toBe(2);
    expect(told).toMatch(/^error {2}.*\.cognito.* cannot be used: .* \((EEXIST|ENOTDIR), mkdir\)$/);
  });
});

describe.runIf(existsSync('/proc/self'))(
  'where the system takes nothing new, no command waits for ever',
  () => {
    const config = { account: '123456789012', region: 'us-east-1', listen: { port: 0 } };
    const said = (path: string, call = 'mkdir') =>
      `${path} cannot be used: the system takes nothing new there: name another place (ENOENT, ${call})`;

    test.each([
      ['in a folder that is not there', '/proc/cognito-iam/logs/audit.jsonl', said('/proc/cognito-iam')],
      ['in one that is', '/proc/audit.jsonl', said('/proc/audit.jsonl', 'open')],
    ])('serve with an audit log %s', async (_, auditLog, why) => {
      writeFileSync(join(folder, 'cognito-iam.json'), JSON.stringify({ ...config, auditLog }));
      const told = `error  the audit log cannot be written: ${why}; mend auditLog or --audit-log`;
      await expect(outcome(['serve'])).resolves.toEqual([2, told]);
    });

    test('serve with a data folder there', async () => {
      const upstream = { emulator: 'cognito-local', folder: '/proc/cognito-iam' };
      writeFileSync(join(folder, 'cognito-iam.json'), JSON.stringify({ ...config, upstream }));
      await expect(outcome(['serve'])).resolves.toEqual([2, `error  ${said('/proc/cognito-iam')}`]);
    });

    test('generate -o there', async () => {
      writeFileSync(join(folder, 'log.jsonl'), record);
      const [code, told] = await outcome([
        'generate',
        '--from',
        'log.jsonl',
        '-o',
        '/proc/cognito-iam/policies',
      ]);
      expect([code, told]).toEqual([2, `error  ${said('/proc/cognito-iam')}`]);
    });
  },
);

const systemError = (members: object): Error => Object.assign(new Error('refused'), members);

test.each([
  ['EACCES', 'you may not read or write there'],
  ['EPERM', 'does not permit it'],
  ['EROFS', 'can only be read'],
  ['ENOENT', 'there is no such file or folder'],
  ['ENOTDIR', 'a part of the path is a file'],
  ['EEXIST', 'something is there already'],
  ['EISDIR', 'it is a folder'],
  ['ENOSPC', 'the disk is full'],
])('%s is told with the path, and a mend', (code, reason) => {
  const text = systemErrorText(systemError({ code, syscall: 'open', path: '/data/a' }));
  expect(text).toContain(`/data/a cannot be used: `);
  expect(text).toContain(reason);
  expect(text?.split(': ')[2]).toBeTruthy();
});

test('of a copy, the place that is written to is told', () => {
  const error = systemError({ code: 'EACCES', syscall: 'copyfile', path: '/from', dest: '/to' });
  expect(systemErrorText(error)).toMatch(/^\/to cannot/);
});

test.each([
  ['an error of no file', systemError({ code: 'ENOENT', syscall: 'spawn' })],
  ['a code that nobody can mend', systemError({ code: 'EBADF', syscall: 'read', path: '/a' })],
  ['an error of ours', new TypeError('x is not a function')],
  ['no error', 'EACCES'],
])('%s stays a fault', (_, error) => {
  expect(systemErrorText(error)).toBeUndefined();
});

test('an output that cannot be written is told of with the mend where there is one', () => {
  const said = (code: string) => unwritableText('stdout', Object.assign(new Error(`${code}: why`), { code }));
  expect(said('ENOSPC')).toBe(
    'stdout cannot be written: the disk is full: make room, or name another place (ENOSPC)',
  );
  expect(said('EIO')).toBe('stdout cannot be written: EIO: why');
});
