import { expect, test } from 'vitest';
import { coloursFor } from '../src/terminal.js';
import { terminalText } from '../src/terminal-text.js';

const names = ['bold', 'dim', 'red', 'green', 'yellow', 'blue', 'cyan', 'magenta'] as const;

test('lines and all our colours stay', () => {
  const colours = coloursFor(false, { FORCE_COLOR: '1' });
  const text = names.map((name) => `${name}\t${colours[name](name)}`).join('\n');
  expect(text).toContain('\u001B[');
  expect(terminalText(text)).toBe(text);
});

test.each([
  ['a\u001B[2Jb', 'a?[2Jb'],
  ['\u001B]0;title\u0007', '?]0;title?'],
  ['\u001B[8mhidden', '?[8mhidden'],
  ['\u001B[1;1Hx', '?[1;1Hx'],
  ['\u009B2J', '?2J'],
  ['a\rb\u0008', 'a?b?'],
  ['\u202Ea\u2066b\uFEFF', '?a?b?'],
  ['a\u2028b', 'a?b'],
  ['é 名前 👍', 'é 名前 👍'],
])('%j has nothing else that a terminal obeys', (text, shown) => {
  expect(terminalText(text)).toBe(shown);
});
