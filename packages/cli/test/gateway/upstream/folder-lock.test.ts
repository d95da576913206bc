import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from '../../../src/gateway/upstream/folder-lock.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const claimOf = (owner: number): string => join(folder, `lock.${owner}.00000000-0000-4000-8000-000000000000`);

test('a folder is one gateway’s until it is released', async () => {
  const lock = await lockFolder(folder);
  const [claim = ''] = readdirSync(folder);
  expect(readFileSync(join(folder, claim), 'utf8')).toBe('held');
  await expect(lockFolder(folder)).rejects.toThrow(
    `another instance (process ${process.pid}) uses the data folder ${folder}: stop it, or choose another folder in the configuration (if that process is something else, delete ${join(folder, claim)})`,
  );
  expect(readdirSync(folder)).toEqual([claim]);
  await lock.release();
  expect(readdirSync(folder)).toEqual([]);
  await (await lockFolder(folder)).release();
});

test('a claim of a process that is gone counts for nothing and is removed', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  writeFileSync(claimOf(pid), 'held');
  writeFileSync(join(folder, 'lock.txt'), 'no claim');
  const lock = await lockFolder(folder);
  expect(existsSync(claimOf(pid))).toBe(false);
  await lock.release();
  expect(readdirSync(folder)).toEqual(['lock.txt']);
});

test('of two that begin together the first by name goes on, once the other has given up', async () => {
  // Behind every name of ours, and of a process that lives: a start that has not yet looked around.
  const other = join(folder, `lock.${process.pid}.ffffffff-ffff-4fff-8fff-ffffffffffff`);
  writeFileSync(other, '');
  const taken = lockFolder(folder);
  setTimeout(() => rmSync(other), 100);
  await (await taken).release();

  writeFileSync(claimOf(process.pid), '');
  await expect(lockFolder(folder)).rejects.toThrow('uses the data folder');
});

test('a process that may not be asked lives', async () => {
  if (process.getuid?.() === 0) writeFileSync(claimOf(1), 'held');
  else writeFileSync(claimOf(process.ppid), 'held');
  await expect(lockFolder(folder)).rejects.toThrow('uses the data folder');
});
