import { expect, test } from 'vitest';
import { isoTime } from '../src/iso-time.js';

test.each([
  ['2026-01-31', Date.UTC(2026, 0, 31)],
  ['2024-02-29', Date.UTC(2024, 1, 29)],
  ['2026-01-31T12:00Z', Date.UTC(2026, 0, 31, 12)],
  ['2026-01-31T12:00:30.5Z', Date.UTC(2026, 0, 31, 12, 0, 30, 500)],
  ['2026-01-31T12:00:00+02:00', Date.UTC(2026, 0, 31, 10)],
  ['2026-01-31T12:00', new Date(2026, 0, 31, 12).getTime()],
])('%s is a time', (text, time) => {
  expect(isoTime(text)).toBe(time);
});

test.each([
  '',
  '12',
  'March 7',
  '2026',
  '2026-1-31',
  '2026-13-01',
  '2026-02-30',
  '2026-02-29T12:00:00Z',
  '2026-01-31T25:00:00Z',
  '2026-01-31 12:00',
  ' 2026-01-31',
])('`%s` is none', (text) => {
  expect(isoTime(text)).toBeUndefined();
});
