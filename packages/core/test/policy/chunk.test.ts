import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Chunk, direct, isLong, PlacesInText, toChunk } from '../../src/policy/chunk.js';
import { compilePolicies, evaluate } from '../../src/policy/index.js';
import { matchesByTable, type ReferencePiece } from './reference-glob.js';

type Token = string | { readonly kind: 'one'; readonly colon: boolean };

/** The rule itself: every place, every character. */
function placesByHand(tokens: readonly Token[], text: string): readonly number[] {
  const wanted = tokens.flatMap((token): readonly Token[] =>
    typeof token === 'string' ? [...token] : [token],
  );
  const fits = (at: number): boolean =>
    wanted.every((token, index) => {
      const character = text[at + index];
      return typeof token === 'string' ? token === character : token.colon || character !== ':';
    });
  return Array.from({ length: Math.max(0, text.length - wanted.length + 1) }, (_, at) => at).filter(fits);
}

/** Every place from each start on, as a search finds them. */
function placesFound(find: (from: number) => number): readonly number[] {
  const found: number[] = [];
  for (let at = find(0); at >= 0; at = find(at + 1)) found.push(at);
  return found;
}

const short = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 14 }),
  fc.string({ unit: fc.constant('a'), maxLength: 14 }),
);
const one = fc.record({ kind: fc.constant<'one'>('one'), colon: fc.boolean() });
const tokensOf = (literal: fc.Arbitrary<string>) => fc.array(fc.oneof(literal, one), { maxLength: 5 });

it('finds a chunk wherever it is, in the text and in the list of all places', () => {
  fc.assert(
    fc.property(tokensOf(short), short, short, (tokens, before, after) => {
      const text = before + after + before;
      const chunk = toChunk(tokens);
      const places = placesByHand(tokens, text);
      for (const kind of [direct, new PlacesInText()]) {
        expect(placesFound((from) => kind.find(chunk, text, from, text.length))).toEqual(places);
        for (let at = 0; at <= text.length; at++) {
          expect(kind.isAt(chunk, text, at)).toBe(places.includes(at));
          const next = places.find((place) => place >= 1 && place <= at) ?? -1;
          expect(kind.find(chunk, text, 1, at)).toBe(next);
        }
      }
    }),
    { numRuns: 3_000 },
  );
});

/** Texts that nearly repeat themselves, of which a search place by place compares most again and again. */
const periodic = (least: number, most: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('a', 'ab', 'aab', 'ab:'),
      fc.integer({ min: least, max: most }),
      fc.constantFrom('', 'b'),
      fc.integer({ min: 0, max: most }),
    )
    .map(([unit, length, odd, at]) => {
      const text = unit.repeat(length).slice(0, length);
      return text.slice(0, at) + odd + text.slice(at);
    });

it('finds long chunks in long texts as it finds short ones', () => {
  const runs = 300;
  let long = 0;
  let found = 0;
  fc.assert(
    fc.property(tokensOf(periodic(20, 120)), periodic(0, 6_000), fc.nat(6_000), (tokens, text, at) => {
      const chunk: Chunk = toChunk(tokens);
      const literal = tokens.map((token) => (typeof token === 'string' ? token : 'a')).join('');
      const whole = text.slice(0, at) + literal + text.slice(at);
      if (isLong(chunk.length, whole)) long++;
      const places = placesByHand(tokens, whole);
      if (places.length > 0) found++;
      const from = Math.max(0, at - 3);
      const next = places.find((place) => place >= from) ?? -1;
      expect(direct.find(chunk, whole, from, whole.length)).toBe(next);
      expect(direct.find(chunk, whole, 0, whole.length)).toBe(places[0] ?? -1);
      expect(direct.find(chunk, whole, 0, (places[0] ?? 0) - 1)).toBe(-1);
    }),
    { numRuns: runs },
  );
  expect(long).toBeGreaterThan(100);
  expect(found).toBe(runs);
});

/** Whether a policy whose condition has the pattern allows; `${v}` in it has the value. */
function allows(pattern: string, text: string, value: string): boolean {
  const Condition = { StringLike: { 'aws:UserAgent': pattern } };
  const statement = { Effect: 'Allow' as const, Action: '*', Resource: '*', Condition };
  const set = compilePolicies([{ Version: '2012-10-17', Statement: statement }]);
  const context = { 'aws:UserAgent': text, 'aws:Referer': value };
  return evaluate(set, { action: 'a:b', resource: '*', context }).decision === 'allowed';
}

it('matches long texts with the values of variables as the rule does', () => {
  const between = fc.array(fc.constantFrom('*', '?', 'a', 'b', '*?'), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(between, between, periodic(100, 200), periodic(0, 500), (before, after, value, text) => {
      const pattern = `${before.join('')}\${aws:Referer}${after.join('')}`;
      const wild = (part: readonly string[]): readonly ReferencePiece[] =>
        [...part.join('')].map((character) =>
          character === '*' || character === '?'
            ? { kind: character === '*' ? 'many' : 'one', colon: true }
            : character,
        );
      const pieces = [...wild(before), value, ...wild(after)];
      for (const whole of [text, `${text}a${value}b`]) {
        expect(allows(pattern, whole, value)).toBe(matchesByTable(pieces, whole));
      }
    }),
    { numRuns: 100 },
  );
});

// A search place by place would compare 10¹¹ characters for each of these.
it.each([
  ['*${aws:Referer}*', ''],
  ['?*${aws:Referer}*x', 'x'],
  ['*?${aws:Referer}*', ''],
  ['*a?${aws:Referer}?a*', 'ba'],
  ['*${aws:Referer}?b*', 'ab'],
])('looks for half a megabyte in a megabyte: %s', (pattern, end) => {
  const quarter = 'a'.repeat(1 << 18);
  const value = `${quarter}b${quarter}`;
  const text = 'a'.repeat(1 << 20);
  expect(allows(pattern, text, value)).toBe(false);
  expect(allows(pattern, `${text}${value}${end}`, value)).toBe(true);
});

it('looks for a long value after a star within a segment of a resource', () => {
  const value = 'ab:'.repeat(1 << 17);
  const allowed = (Resource: string, resource: string): boolean => {
    const Statement = { Effect: 'Allow' as const, Action: '*', Resource };
    const set = compilePolicies([{ Version: '2012-10-17', Statement }]);
    const context = { 'aws:Referer': `${value}x` };
    return evaluate(set, { action: 'a:b', resource, context }).decision === 'allowed';
  };
  for (const entry of ['arn:*:a*b:a*b:ab:${aws:Referer}*', 'arn:*:a*:?b:ab:${aws:Referer}?']) {
    expect(allowed(entry, `arn:aws:${value}${value}`)).toBe(false);
    expect(allowed(entry, `arn:aws:${value}${value}xy`)).toBe(true);
  }
});
