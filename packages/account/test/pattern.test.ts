import { describe, expect, it } from 'vitest';
import { lists } from '../../core/test/policy/lists.js';
import { contains, overlaps, type Pattern, type Token } from '../src/index.js';

/** Pieces of patterns, and the regular expression of each. */
const pieces: readonly (readonly [Token, string])[] = [
  [{ kind: 'text', character: 'a' }, 'a'],
  [{ kind: 'text', character: 'b' }, 'b'],
  [{ kind: 'text', character: ':' }, ':'],
  [{ kind: 'one', any: true }, '[^]'],
  [{ kind: 'one', any: false }, '[^:]'],
  [{ kind: 'many', any: true }, '[^]*'],
  [{ kind: 'many', any: false }, '[^:]*'],
  [{ kind: 'class', characters: /^a$/ }, 'a*'],
  [{ kind: 'variable', written: '${aws:username}' }, '[^]*'],
];

// Two patterns of three pieces that meet do so in a text of six characters.
const texts = lists(['a', 'b', ':'], 6).map((letters) => letters.join(''));

interface Tried {
  readonly pattern: Pattern;
  readonly written: string;
  /** The places in `texts` of those that it matches. */
  readonly matched: ReadonlySet<number>;
}

const patterns: readonly Tried[] = lists(pieces, 3).map((list) => {
  const written = list.map(([, expression]) => expression).join('');
  const whole = new RegExp(`^(?:${written})$`);
  return {
    pattern: list.map(([token]) => token),
    written: list.map(([{ kind }, expression]) => (kind === 'variable' ? '$' : expression)).join(''),
    matched: new Set(texts.flatMap((text, place) => (whole.test(text) ? [place] : []))),
  };
});

/** Of the shorter of two sets one is enough, or all are looked at. */
function meet(one: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  const [fewer, more] = one.size < other.size ? [one, other] : [other, one];
  for (const place of fewer) if (more.has(place)) return true;
  return false;
}

function isWithin(inner: ReadonlySet<number>, outer: ReadonlySet<number>): boolean {
  for (const place of inner) if (!outer.has(place)) return false;
  return true;
}

describe('patterns of up to three pieces', () => {
  it('overlap where a text is matched by both, and nowhere else', () => {
    const wrong = patterns.flatMap((one) =>
      patterns
        .filter((other) => overlaps(one.pattern, other.pattern) !== meet(one.matched, other.matched))
        .map((other) => `${one.written} ${other.written}`),
    );
    expect(wrong).toEqual([]);
  });

  it('contain another only where they match all that it matches', () => {
    let contained = 0;
    const wrong = patterns.flatMap((outer) =>
      patterns
        .filter((inner) => contains(outer.pattern, inner.pattern))
        .filter((inner) => {
          contained++;
          return !isWithin(inner.matched, outer.matched);
        })
        .map((inner) => `${outer.written} ${inner.written}`),
    );
    expect(wrong).toEqual([]);
    expect(contained).toBeGreaterThan(10_000);
  });
});
