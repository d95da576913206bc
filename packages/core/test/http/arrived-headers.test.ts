import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivedHeaders } from '../../src/http/arrived-headers.js';

describe('arrivedHeaders', () => {
  const name = fc.oneof(
    fc.constantFrom(
      'authorization',
      'Authorization',
      'AUTHORIZATION',
      'host',
      'Host',
      'a',
      'b',
      'x-a',
      'X-A',
    ),
    fc.stringMatching(/^[a-zA-Z-]{1,8}$/),
  );
  const sent = fc.array(fc.tuple(name, fc.constantFrom('1', '2', '3')), { maxLength: 70 });

  test('gives every value of a name that was sent more than once, whatever its letter case', () => {
    fc.assert(
      fc.property(sent, (pairs) => {
        const kept = new Map<string, string>();
        const values = new Map<string, readonly string[]>();
        for (const [key, value] of pairs) {
          const lower = key.toLowerCase();
          if (!kept.has(lower)) kept.set(lower, value);
          values.set(lower, [...(values.get(lower) ?? []), value]);
        }
        const headers = Object.fromEntries(kept);
        const expected = Object.fromEntries(
          [...values].map(([key, all]) => [key, all.length === 1 ? all[0] : all]),
        );
        expect(arrivedHeaders({ headers, rawHeaders: pairs.flat() })).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  test('leaves alone what Node has joined, and what the application has put in place of a header', () => {
    const rawHeaders = ['X-A', '1', 'x-a', '2', 'Host', 'a', 'host', 'b'];
    const headers = { 'x-a': '1, 2', host: 'mine' };
    expect(arrivedHeaders({ headers, rawHeaders })).toEqual(headers);
  });

  test('gives the same object where nothing was sent twice', () => {
    const headers = { host: 'a', test: 'b' };
    expect(arrivedHeaders({ headers, rawHeaders: ['Host', 'a', 'test', 'b'] })).toBe(headers);
  });
});
