import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileState } from '@cognito-iam/account';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FileWatcher, watchFiles } from '../../src/gateway/watch-files.js';

let folder: string;
let file: string;
let watcher: FileWatcher | undefined;
let times = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'));
  mkdirSync(join(folder, 'policies'));
  file = join(folder, 'policies', 'a.json');
  writeFileSync(file, 'one');
  times = 0;
});
afterEach(() => {
  watcher?.close();
  rmSync(folder, { recursive: true });
});

const states = (...files: readonly string[]) => new Map(files.map((path) => [path, fileState(path)]));
const watch = (...files: readonly string[]): void => {
  watcher = watchFiles(states(...files), () => {
    times += 1;
  });
};
const told = (expected: number) => vi.waitFor(() => expect(times).toBe(expected), { timeout: 10_000 });

test('a file that was away is followed on, be it back as it was or edited later', async () => {
  watch(file);
  renameSync(file, `${file}.away`);
  await told(1);
  await delay(1_000);
  renameSync(`${file}.away`, file);
  await told(2);
  writeFileSync(file, 'two');
  await told(3);
  await delay(500);
  expect(times).toBe(3);
});

test('a folder that was away takes nothing with it', async () => {
  watch(file);
  rmSync(join(folder, 'policies'), { recursive: true });
  await told(1);
  mkdirSync(join(folder, 'policies'));
  writeFileSync(file, 'one');
  await told(2);
  writeFileSync(file, 'two');
  await told(3);
});

test.each([
  [
    'another file of the same size and time is renamed over it',
    () => {
      const { atime, mtime } = statSync(file);
      writeFileSync(`${file}.new`, 'two');
      utimesSync(`${file}.new`, atime, mtime);
      renameSync(`${file}.new`, file);
    },
  ],
  [
    'it is written with the time that it had',
    () => {
      const { atime, mtime } = statSync(file);
      writeFileSync(file, 'two');
      utimesSync(file, atime, mtime);
    },
  ],
])('it is noticed that %s', async (_, change) => {
  watch(file);
  change();
  await told(1);
});

test('a link is what it leads to', async () => {
  const link = join(folder, 'link.json');
  symlinkSync(file, link);
  watch(link);
  writeFileSync(file, 'two');
  await told(1);
});

test('what happened since the file was read, and before it was watched, is told', async () => {
  const read = states(file);
  writeFileSync(file, 'two');
  watcher = watchFiles(read, () => {
    times += 1;
  });
  await told(1);
});

test('several steps are told once, when they are over', async () => {
  watch(file);
  for (let step = 0; step < 12; step += 1) {
    writeFileSync(file, `step ${step}`);
    await delay(50);
    expect(times).toBe(0);
  }
  await told(1);
});

test('changes without an end are told all the same', async () => {
  watch(file);
  for (let step = 0; step < 60; step += 1) {
    writeFileSync(file, `step ${step}`);
    await delay(50);
  }
  expect(times).toBe(1);
  await told(2);
});

test('files that are followed later count, also one that is not there yet, and others no more', async () => {
  const other = join(folder, 'other.json');
  watch(file);
  watcher?.followAlso(states(other));
  writeFileSync(other, 'one');
  await told(1);
  writeFileSync(file, 'two');
  await told(2);
  watcher?.follow(states(other));
  writeFileSync(file, 'three');
  await delay(700);
  expect(times).toBe(2);
});

test('nothing is told once it is closed', async () => {
  watch(file);
  writeFileSync(file, 'two');
  watcher?.close();
  await delay(700);
  expect(times).toBe(0);
});
