import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAuditLog } from '../../src/audit/audit-log.js';
import type { AuditRecord } from '../../src/audit/audit-record.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-log-'));
  file = join(folder, 'logs', 'audit.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const record = (eventName: string): AuditRecord => ({ eventName }) as unknown as AuditRecord;

test('records are added to what is there, one a line, in a file of the owner’s own', async () => {
  const failed: string[] = [];
  for (const name of ['ListUsers', 'AdminGetUser']) {
    const log = await openAuditLog(file, (message) => failed.push(message));
    log.write(() => record(name));
    log.write(() => undefined);
    await log.close();
  }
  expect(readFileSync(file, 'utf8')).toBe('{"eventName":"ListUsers"}\n{"eventName":"AdminGetUser"}\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(failed).toEqual([]);
});

test('a record that cannot be made is missing, and said to be', async () => {
  const failed: string[] = [];
  const log = await openAuditLog(file, (message) => failed.push(message));
  log.write(() => {
    throw new TypeError('no principal');
  });
  log.write(() => record('ListUsers'));
  await log.close();
  expect(failed).toEqual(['a record is missing: TypeError: no principal']);
  expect(readFileSync(file, 'utf8')).toBe('{"eventName":"ListUsers"}\n');
});

test('a file that cannot be written is told at the start, with the mend', async () => {
  await expect(openAuditLog(folder, () => undefined)).rejects.toThrow(
    /^the audit log cannot be written: .* cannot be used: it is a folder and no file: .* \(EISDIR, open\); mend auditLog or --audit-log$/,
  );
  writeFileSync(join(folder, 'file'), '');
  await expect(openAuditLog(join(folder, 'file', 'audit.jsonl'), () => undefined)).rejects.toThrow(
    /^the audit log cannot be written: .* cannot be used: .* \(E(?:EXIST|NOTDIR), \w+\); mend/,
  );
});

test('what opening made is gone again where nothing was written', async () => {
  const log = await openAuditLog(file, () => undefined);
  await log.discard();
  expect(readdirSync(folder)).toEqual([]);
});

test('what was there, what was written and what somebody else put there stays', async () => {
  const written = await openAuditLog(file, () => undefined);
  written.write(() => record('ListUsers'));
  await written.discard();
  expect(readFileSync(file, 'utf8')).toBe('{"eventName":"ListUsers"}\n');
  writeFileSync(file, '');
  await (await openAuditLog(file, () => undefined)).discard();
  expect(readFileSync(file, 'utf8')).toBe('');
  const deeper = join(folder, 'others', 'a', 'audit.jsonl');
  const beside = await openAuditLog(deeper, () => undefined);
  writeFileSync(join(folder, 'others', 'note.txt'), '');
  await beside.discard();
  expect(readdirSync(join(folder, 'others'))).toEqual(['note.txt']);
});

test('a pipe is refused, with and without a reader', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const said = `the audit log cannot be written: ${pipe} is neither a file nor a device; mend auditLog or --audit-log`;
  await expect(openAuditLog(pipe, () => undefined)).rejects.toThrow(said);
  const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  await expect(openAuditLog(pipe, () => undefined)).rejects.toThrow(said);
  closeSync(reader);
});

test('a disk that is full is told once, and stops nothing', async () => {
  const failed: string[] = [];
  const log = await openAuditLog('/dev/full', (message) => failed.push(message));
  log.write(() => record('ListUsers'));
  await expect.poll(() => failed).toHaveLength(1);
  log.write(() => record('ListUsers'));
  await log.close();
  expect(failed).toEqual([expect.stringMatching(/^the audit log \/dev\/full is written no more: ENOSPC/)]);
});
