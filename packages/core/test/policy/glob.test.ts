import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileResource } from '../../src/policy/arn-pattern.js';
import { compileGlob } from '../../src/policy/glob.js';
import { ConditionKeys } from '../../src/policy/keys.js';
import { type Piece, parseTemplate } from '../../src/policy/template.js';

/** The rule itself, one table cell a pair of places: slow, and plainly right. */
function matchesByTable(pieces: readonly Piece[], text: string): boolean {
  const tokens = pieces.flatMap((piece): readonly Piece[] =>
    typeof piece === 'string' ? [...piece] : [piece],
  );
  let row = Array.from({ length: text.length + 1 }, (_, at) => at === 0);
  for (const token of tokens) {
    const next = row.map(() => false);
    for (let at = 0; at <= text.length; at++) {
      if (!row[at]) continue;
      if (typeof token === 'object' && token.kind === 'many') {
        for (let end = at; end <= text.length; end++) {
          if (!token.colon && text.slice(at, end).includes(':')) break;
          next[end] = true;
        }
      } else if (at < text.length) {
        const character = text.charAt(at);
        const fits =
          typeof token === 'string'
            ? token === character
            : token.kind === 'one' && (token.colon || character !== ':');
        if (fits) next[at + 1] = true;
      }
    }
    row = next;
  }
  return row[text.length] === true;
}

const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 12 });

it('matches exactly what the rule matches', () => {
  const piece: fc.Arbitrary<Piece> = fc.oneof(
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

it('matches resources exactly as the rule for their segments does', () => {
  const entry = fc.string({ unit: fc.constantFrom('a', ':', ':', '*', '?', 'b'), maxLength: 12 });
  fc.assert(
    fc.property(entry, text, (pattern, value) => {
      if (pattern === '*' || value === '*') return;
      const fifth = [...pattern].flatMap((character, at) => (character === ':' ? [at] : []))[4];
      const short = /\*:/.test(pattern) ? pattern.lastIndexOf(':') + 1 : pattern.length;
      const start = fifth === undefined ? short : fifth + 1;
      const pieces = [...pattern].map((character, at): Piece => {
        if (character !== '*' && character !== '?') return character;
        const ends = at + 1 === pattern.length || pattern.charAt(at + 1) === ':';
        return {
          kind: character === '*' ? 'many' : 'one',
          colon: at >= start || (character === '*' && ends),
        };
      });
      const matches = compileResource(pattern, true, new ConditionKeys(new Map()));
      expect(matches(value)).toBe(matchesByTable(pieces, value));
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
  // Steps are bounded by text length × longest chunk: a backtracking matcher would not come back.
  for (const pattern of patterns) {
    const pieces = parseTemplate(pattern, like);
    expect(compileGlob(pieces)(value)).toBe(!pattern.endsWith('b'));
  }
  const keys = new ConditionKeys(new Map());
  const resource = `arn:${'a:'.repeat(5_000)}`;
  const entry = `arn:aws:*:${'a*a:'.repeat(3)}${'*b'.repeat(30)}`;
  expect(compileResource(entry, false, keys)(resource)).toBe(false);
});

it('reads variables that never end in linear time', () => {
  const keys = new ConditionKeys(new Map());
  for (const text of ['${', '${a', "${a,'", '${a,   ']) {
    const entry = `arn:aws:a:b:c:${text.repeat(40_000)}`;
    expect(compileResource(entry, true, keys)(entry)).toBe(true);
    expect(
      parseTemplate(`${text.repeat(40_000)}}`, { variables: true, wildcards: true }).length,
    ).toBeLessThan(3);
  }
});
