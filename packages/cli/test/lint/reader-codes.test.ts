import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readerCodes } from '../../src/lint/reader-codes.js';
import { ruleRows } from '../../src/lint/rules-table.js';

const folder = new URL('../../../account/src/', import.meta.url);
const sources = [
  ...readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.data.ts'))
    .map((file) => new URL(file, folder)),
  new URL('../../src/lint/found-policies.ts', import.meta.url),
].map((file) => readFileSync(file, 'utf8'));

it('the codes of what reading finds are known to `--ignore`, and no others', () => {
  const written = sources.flatMap((text) => [
    ...text.matchAll(/\bcode: (?:\w+ \? )?'([a-z-]+)'(?: : '([a-z-]+)')?|refuse\(\s*'([a-z-]+)'/g),
  ]);
  const codes = new Set(written.flatMap(([, ...groups]) => groups.filter((code) => code !== undefined)));
  // A region is looked at in configurations as in policies.
  const ofRules = ruleRows().map(({ code }) => code);
  expect(readerCodes).toEqual([...codes].filter((code) => !ofRules.includes(code)).sort());
});
