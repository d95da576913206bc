import { expect, test } from 'vitest';
import { hangingLines } from '../src/hanging-lines.js';

test('breaks between parts, and in a part only where that is wider than a line', () => {
  expect(hangingLines(['one two', 'three four'], 20, 2)).toBe('one two three four');
  expect(hangingLines(['one two', 'three four'], 14, 2)).toBe('one two\n  three four');
  expect(hangingLines(['one', 'two three four five'], 12, 2)).toBe('one two\n  three four\n  five');
});

test('leaves a word whole that is wider than a line', () => {
  expect(hangingLines(['a', '/a/path/that/is/long', 'b'], 10, 2)).toBe('a\n  /a/path/that/is/long\n  b');
});

test('counts no colours', () => {
  const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;
  expect(hangingLines([red('one'), red('two')], 7, 2)).toBe(`${red('one')} ${red('two')}`);
});
