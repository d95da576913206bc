import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { type Log, type LogEntry, logToStderr, printable, safeLog } from '../../src/http/log.js';

test('no control character of a request gets into the log', () => {
  expect(printable('a\nb\u001b[31m\u202e\u2028')).toBe('a\\u000ab\\u001b[31m\\u202e\\u2028');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(printable(text))),
  );
});

test('a long message is cut', () => {
  expect(printable('a'.repeat(5000))).toHaveLength(2001);
});

test('what a log throws is ignored', () => {
  const entry: LogEntry = { level: 'warn', event: 'refused', message: 'a' };
  const broken = safeLog(() => {
    throw new Error('disk full');
  });
  expect(() => broken(entry)).not.toThrow();
});

test('what an asynchronous log rejects is ignored', async () => {
  const rejected = vi.fn();
  process.once('unhandledRejection', rejected);
  // The type of a log lets an asynchronous one through.
  const rejecting = (() => Promise.reject(new Error('disk full'))) as () => unknown as Log;
  safeLog(rejecting)({ level: 'warn', event: 'refused', message: 'a' });
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', rejected);
  expect(rejected).not.toHaveBeenCalled();
});

test('by default an entry is a line on stderr', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  logToStderr({ level: 'warn', event: 'refused', message: 'a' });
  expect(warn.mock.calls).toEqual([['cognito-iam warn: a']]);
  warn.mockRestore();
});
