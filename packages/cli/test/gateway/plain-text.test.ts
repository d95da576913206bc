import { expect, test } from 'vitest';
import { plain, plainLines } from '../../src/gateway/plain-text.js';
import { whyLost } from '../../src/gateway/unavailable.js';

test('texts of others cannot move the cursor; lines stay lines where there may be several', () => {
  expect(plain('a\u001b[1A\n\tb\u202e\u2028\u009bc')).toBe('a?[1A??b???c');
  expect(plainLines('a\u001b[1A\n\tb\u202e\u2028\u009bc\r\n')).toBe('a?[1A\n b???c?\n');
});

test('an assertion of a library is told in words of ours', () => {
  const broken = Object.assign(new Error('The expression evaluated to a falsy value'), {
    code: 'ERR_ASSERTION',
  });
  expect(whyLost(broken)).toBe('what it sent cannot be read as HTTP');
  expect(whyLost(new Error(broken.message, { cause: broken }))).toBe('what it sent cannot be read as HTTP');
  expect(whyLost(new Error('other side closed'))).toBe('other side closed');
});
