import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder, removeFolders } from '../src/make-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'make-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what is missing is made, and can be taken back', () => {
  mkdirSync(join(folder, 'a'));
  const made = makeFolder(join(folder, 'a', 'b', 'c'));
  expect(made).toEqual([join(folder, 'a', 'b'), join(folder, 'a', 'b', 'c')]);
  expect(makeFolder(join(folder, 'a', 'b'))).toEqual([]);
  removeFolders(made);
  expect(readdirSync(folder)).toEqual(['a']);
  expect(readdirSync(join(folder, 'a'))).toEqual([]);
});

test.each([
  ['is a file', '', /EEXIST/],
  ['is below a file', 'b/c', /ENOTDIR/],
])('a folder that %s is refused', (_, below, code) => {
  writeFileSync(join(folder, 'a'), '');
  expect(() => makeFolder(join(folder, 'a', below))).toThrow(code);
});

test('a link that leads nowhere is refused, and nothing is left behind', () => {
  symlinkSync(join(folder, 'nowhere', 'else'), join(folder, 'link'));
  expect(() => makeFolder(join(folder, 'link', 'b'))).toThrow(/EEXIST/);
  expect(() => makeFolder(join(folder, 'a', 'b', 'c\0'))).toThrow();
  expect(readdirSync(folder)).toEqual(['link']);
});
