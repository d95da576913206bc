import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchSizeAfter, faultText } from './fault-text.js';
import { fuzzTarget } from './target.js';
import { fuzzTargets } from './targets.js';

// The short form: the number of inputs is fixed, not the time.
test.each(fuzzTargets.map((target) => [target.name, target] as const))('%s', async (_, target) => {
  expect(await target.run({ numRuns: 2_000 }, Number.POSITIVE_INFINITY)).toBeUndefined();
});

describe('a fault', () => {
  const target = fuzzTarget('small numbers', fc.nat(), (number) => {
    if (number > 41) throw new Error('too large');
  });

  test('is told with the least input, and found again by its seed and path', async () => {
    const fault = await target.run({ seed: 1, numRuns: 1_000 }, Number.POSITIVE_INFINITY);
    expect(fault).toMatchObject({ input: '42', message: expect.stringContaining('too large') });
    const { seed = 0, path = '' } = fault ?? {};
    const again = await target.run({ seed, path, numRuns: 1 }, Number.POSITIVE_INFINITY);
    expect(again?.input).toBe('42');
  });

  test('is an input that takes too long', async () => {
    const slow = fuzzTarget('slow', fc.constant(1), () => new Promise((resolve) => setTimeout(resolve, 30)));
    expect(await slow.run({ numRuns: 1 }, 10)).toMatchObject({ message: expect.stringContaining('it took') });
  });
});

describe('a batch', () => {
  const batch = { target: 'dates', seed: 7, runs: 250, path: undefined };

  test('that never ends is told as such, and how to see it again', () => {
    const aborted = Object.assign(new Error('aborted'), { name: 'AbortError' });
    const text = faultText(batch, aborted, 2_000);
    expect(text).toContain('no answer within 2 s: an input never ends');
    expect(text).toContain('again: npx -y pnpm@10 fuzz dates --seed=7 --runs 250');
  });

  test('that breaks off is told by its error', () => {
    expect(faultText(batch, new Error('the worker is gone'), 2_000)).toContain('the worker is gone');
  });

  test('without a fault is not told', () => {
    expect(faultText(batch, { fault: undefined }, 2_000)).toBeUndefined();
  });

  test('is small at first, so that every target has its turn', () => {
    expect(batchSizeAfter(0)).toBeLessThan(batchSizeAfter(1) / 10);
  });
});

describe('the program', () => {
  const program = fileURLToPath(new URL('dist/test/fuzz/main.js', import.meta.url));
  const run = (...words: string[]) => spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' });

  test('counts inputs, and says how to begin again', () => {
    const { status, stdout } = run('numbers', 'dates', '--runs', '150', '--seed', '7');
    expect(stdout).toContain('seed 7');
    expect(stdout).toMatch(/^numbers: 150 inputs, \d+ a second, seed 7; 150 in all$/m);
    expect(stdout).toMatch(/^dates: 150 inputs, \d+ a second, seed 7; 300 in all$/m);
    expect(stdout).toContain('no fault');
    expect(status).toBe(0);
  });

  test('names the targets that the time was too short for', () => {
    const { status, stdout } = run('numbers', 'dates', '--seconds', '0');
    expect(stdout).toContain('no fault; the time was over before: numbers dates');
    expect(status).toBe(0);
  });

  test.each([
    ['an unknown target', ['nonsense'], 'there is no target `nonsense`'],
    ['an unknown option', ['--fast'], '--fast'],
    ['no number', ['--runs', 'many'], '`--runs` is a whole number'],
    ['a path for several targets', ['--path', '1'], '`--path` needs one target'],
  ])('refuses %s', (_, words, why) => {
    const { status, stderr } = run(...words);
    expect(stderr).toContain(why);
    expect(stderr).toContain('usage: ');
    expect(status).toBe(2);
  });
});
