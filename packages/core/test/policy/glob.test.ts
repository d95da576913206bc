import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileResource } from '../../src/policy/arn-pattern.js';
import { compileGlob } from '../../src/policy/glob.js';
import { ConditionKeys } from '../../src/policy/keys.js';
import { Query } from '../../src/policy/query.js';
import { joinLiterals, parseTemplate } from '../../src/policy/template.js';
import { lists } from './lists.js';
import { matchesByTable, type ReferencePiece, resourcePieces } from './reference-glob.js';

const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 12 });

it('matches exactly what the rule matches', () => {
  const piece: fc.Arbitrary<ReferencePiece> = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b', ':'), minLength: 1, maxLength: 3 }),
    fc.record({ kind: fc.constantFrom<'many' | 'one'>('many', 'one'), colon: fc.constant(true) }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 7 }), text, (pieces, value) => {
      expect(compileGlob(pieces)(value)).toBe(matchesByTable(pieces, value));
    }),
    { numRuns: 20_000 },
  );
});

it('matches what follows some characters as it matches that alone', () => {
  const piece = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b', ':'), minLength: 1, maxLength: 3 }),
    fc.record({ kind: fc.constantFrom<'many' | 'one'>('many', 'one'), colon: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 5 }), text, text, (pieces, before, value) => {
      const matches = compileGlob(joinLiterals(pieces));
      expect(matches(before + value, before.length)).toBe(matches(value));
    }),
    { numRuns: 20_000 },
  );
});

it('matches every text of up to five characters as the rule says, for every pattern of up to four pieces', () => {
  const star = { kind: 'many', colon: true } as const;
  const closed = [{ kind: 'many', colon: false } as const, { kind: 'one', colon: false } as const];
  const patterns = [
    ...lists<ReferencePiece>(['a', ':', star, ...closed], 4),
    ...lists<ReferencePiece>(['a', ':', star, { kind: 'one', colon: true }], 4),
  ];
  const texts = lists(['a', ':'], 5).map((letters) => letters.join(''));
  const wrong = patterns.flatMap((pieces) => {
    const matches = compileGlob(joinLiterals(pieces));
    return texts
      .filter((one) => {
        const expected = matchesByTable(pieces, one);
        return matches(one) !== expected || matches(`:a${one}`, 2) !== expected;
      })
      .map((one) => [pieces, one]);
  });
  expect(wrong).toEqual([]);
});

it('matches resources exactly as the rule for their segments does', () => {
  const entry = fc.string({ unit: fc.constantFrom('a', ':', ':', '*', '?', 'b'), maxLength: 12 });
  fc.assert(
    fc.property(entry, text, (pattern, value) => {
      if (pattern === '*' || value === '*') return;
      const pieces = resourcePieces(pattern);
      const keys = new ConditionKeys(new Map());
      const asked = new Query(value, keys, undefined);
      expect(compileResource(pattern, true, keys).matches(asked)).toBe(matchesByTable(pieces, value));
    }),
    { numRuns: 20_000 },
  );
});

it('takes no exponential time, whatever the pattern', () => {
  const value = 'a'.repeat(10_000);
  const like = { variables: false, wildcards: true };
  const patterns = [
    `${'a*'.repeat(30)}b`,
    `${'*a'.repeat(30)}*b`,
    '*?'.repeat(30),
    `*${'a?'.repeat(30)}b`,
    '*'.repeat(10_000),
  ];
  // Nothing is tried twice: a backtracking matcher would not come back.
  for (const pattern of patterns) {
    const pieces = parseTemplate(pattern, like);
    expect(compileGlob(pieces)(value)).toBe(!pattern.endsWith('b'));
  }
  const keys = new ConditionKeys(new Map());
  const resource = `arn:${'a:'.repeat(5_000)}`;
  const entry = `arn:aws:*:${'a*a:'.repeat(3)}${'*b'.repeat(30)}`;
  expect(compileResource(entry, false, keys).matches(new Query(resource, keys, undefined))).toBe(false);
});

it('reads variables that never end in linear time', () => {
  const keys = new ConditionKeys(new Map());
  for (const text of ['${', '${a', "${a,'", '${a,   ']) {
    const entry = `arn:aws:a:b:c:${text.repeat(40_000)}`;
    expect(compileResource(entry, true, keys).matches(new Query(entry, keys, undefined))).toBe(true);
    expect(
      parseTemplate(`${text.repeat(40_000)}}`, { variables: true, wildcards: true }).length,
    ).toBeLessThan(3);
  }
});
