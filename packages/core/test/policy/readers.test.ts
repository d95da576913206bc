import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate } from '../../src/policy/date-value.js';
import { parseIpAddress } from '../../src/policy/ip-address.js';
import { rememberLast } from '../../src/policy/last-answer.js';

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

describe('dates', () => {
  it('are counted as Date counts them, for every day of every year', () => {
    const day = fc.tuple(
      fc.oneof(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 1890, max: 2110 })),
      fc.integer({ min: 1, max: 12 }),
      fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 28, max: 31 })),
    );
    fc.assert(
      fc.property(day, ([year, month, date]) => {
        const text = `${pad(year, 4)}-${pad(month)}-${pad(date)}`;
        const wanted = new Date(`${text}T00:00:00Z`);
        // Date takes 31 April for 1 May.
        const exists = wanted.getUTCDate() === date;
        expect(parseDate(text)).toBe(exists ? wanted.getTime() : NaN);
        expect(parseDate(`${text}T23:59:58Z`)).toBe(exists ? wanted.getTime() + 86_398_000 : NaN);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('IPv4 addresses', () => {
  it('are four numbers to 255 without leading zeros', () => {
    const part = fc.oneof(
      fc.integer({ min: 0, max: 300 }).map(String),
      fc.constantFrom('', '00', '01', '1 ', '-1', 'a'),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const valid =
          parts.length === 4 && parts.every((one) => /^(0|[1-9]\d*)$/.test(one) && Number(one) <= 255);
        const number = parts.reduce((value, one) => value * 256 + Number(one), 0);
        expect(parseIpAddress(parts.join('.'))).toEqual(valid ? [number] : undefined);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a remembered answer', () => {
  it('is that of the same text', () => {
    let asked = 0;
    const length = rememberLast((text) => {
      asked++;
      return text.length;
    });
    const long = 'x'.repeat(100);
    expect(['a', 'a', 'a', 'bb', 'bb', '', long, long, 'bb'].map(length)).toEqual([
      1, 1, 1, 2, 2, 0, 100, 100, 2,
    ]);
    // Once to begin with, once a change; long texts are not kept, so the empty one still was.
    expect(asked).toBe(7);
  });
});
