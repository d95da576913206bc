import { compilePolicies, evaluate, type PolicyStatement } from '@cognito-iam/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, any, canHold, type Formula, fact, no, not, yes } from '../src/contract/formula.js';
import { always, type Decisions, settledTerms, type Terms, termsText } from '../src/contract/terms.js';
import { allowSame, allowsBeyond } from '../src/contract/terms-formula.js';

const names = ['a', 'b', 'c', 'd'];
const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...names).map((name) => fact(name)),
    fc.constantFrom(yes, no),
    tie('formula').map(not),
    fc.array(tie('formula'), { maxLength: 3 }).map(all),
    fc.array(tie('formula'), { maxLength: 3 }).map(any),
  ),
}));

function holds(one: Formula, facts: ReadonlySet<string>): boolean {
  if (one.kind === 'fact') return facts.has(one.name) === one.holds;
  return one.kind === 'all'
    ? one.of.every((each) => holds(each, facts))
    : one.of.some((each) => holds(each, facts));
}

const worlds = [...Array(2 ** names.length).keys()].map(
  (bits) => new Set(names.filter((_, index) => (bits >> index) % 2 === 1)),
);

describe('a formula', () => {
  it('can hold where there is a world in which it does', () => {
    fc.assert(
      fc.property(formula, (one) => {
        expect(canHold(one)).toBe(worlds.some((world) => holds(one, world)));
      }),
    );
  });

  it('is simplified to what it means', () => {
    fc.assert(
      fc.property(fc.array(formula, { maxLength: 3 }), (list) => {
        for (const world of worlds) {
          const each = list.map((one) => holds(one, world));
          expect(holds(all(list), world)).toBe(each.every(Boolean));
          expect(holds(any(list), world)).toBe(each.some(Boolean));
          expect(list.map((one) => holds(not(one), world))).toEqual(each.map((one) => !one));
        }
      }),
    );
  });

  it('that takes too long is taken for one that can hold', () => {
    // Pigeons and holes: no assignment, and none that is quickly found out.
    const sits = (pigeon: number, hole: number) => fact(`${pigeon} ${hole}`);
    const numbers = [...Array(9).keys()];
    const everyPigeon = numbers.map((pigeon) => any(numbers.slice(1).map((hole) => sits(pigeon, hole))));
    const alone = numbers
      .slice(1)
      .flatMap((hole) =>
        numbers.flatMap((one) =>
          numbers.slice(0, one).map((other) => not(all([sits(one, hole), sits(other, hole)]))),
        ),
      );
    expect(canHold(all([...everyPigeon, ...alone]))).toBe(true);
  });
});

const when = (operator: string, key: string, ...values: string[]): Terms => ({
  oneOfEach: [[{ Condition: { [operator]: { [key]: values } } }]],
  unless: [],
});
const unless = (terms: Terms): Terms => ({ oneOfEach: [], unless: terms.oneOfEach[0] ?? [] });
const onPools = (...Resource: string[]): Terms => ({ oneOfEach: [[{ Resource }]], unless: [] });
const mfa = when('Bool', 'aws:MultiFactorAuthPresent', 'true');

describe('terms', () => {
  it.each<[string, Terms | undefined, Terms | undefined, string]>([
    ['a permission more', undefined, always, 'wider'],
    ['a permission less', always, undefined, 'narrower'],
    ['a condition less', mfa, always, 'wider'],
    ['a condition more', always, mfa, 'narrower'],
    ['another condition', mfa, when('Bool', 'aws:SecureTransport', 'true'), 'both'],
    ['another value', when('StringEquals', 'k', 'a'), when('StringEquals', 'k', 'b'), 'both'],
    ['a value more', when('StringEquals', 'k', 'a'), when('StringEquals', 'k', 'a', 'b'), 'wider'],
    [
      'a value more that is excepted',
      when('StringNotEquals', 'k', 'a'),
      when('StringNotEquals', 'k', 'a', 'b'),
      'narrower',
    ],
    [
      'an address more that is excepted',
      when('NotIpAddress', 'k', 'a'),
      when('NotIpAddress', 'k', 'a', 'b'),
      'narrower',
    ],
    [
      'a value more of all',
      when('ForAllValues:StringLike', 'k', 'a'),
      when('ForAllValues:StringLike', 'k', 'a', 'b'),
      'wider',
    ],
    [
      'a value more of any',
      when('ForAnyValue:StringLike', 'k', 'a'),
      when('ForAnyValue:StringLike', 'k', 'a', 'b'),
      'wider',
    ],
    [
      'a value more, none of which is all',
      when('ForAllValues:StringNotLike', 'k', 'a'),
      when('ForAllValues:StringNotLike', 'k', 'a', 'b'),
      'narrower',
    ],
    [
      'a value more, of which any is none',
      when('ForAnyValue:StringNotLike', 'k', 'a'),
      when('ForAnyValue:StringNotLike', 'k', 'a', 'b'),
      'narrower',
    ],
    [
      'other letter case of operator and key',
      when('StringEquals', 'AWS:username', 'a'),
      when('stringequals', 'aws:UserName', 'a'),
      'same',
    ],
    ['a denial more', always, unless(mfa), 'narrower'],
    ['a denial less', unless(mfa), always, 'wider'],
    [
      'a denial with a condition more',
      unless(mfa),
      {
        oneOfEach: [],
        unless: [{ Condition: { Bool: { 'aws:MultiFactorAuthPresent': ['true'], k: ['true'] } } }],
      },
      'wider',
    ],
    [
      'an alternative more',
      mfa,
      { oneOfEach: [[...(mfa.oneOfEach[0] ?? []), { Resource: ['userpool/a*'] }]], unless: [] },
      'wider',
    ],
    [
      'a layer more',
      mfa,
      { oneOfEach: [...mfa.oneOfEach, [{ Resource: ['userpool/a*'] }]], unless: [] },
      'narrower',
    ],
    [
      'a pattern more',
      { oneOfEach: [[{ Resource: ['a'] }]], unless: [] },
      { oneOfEach: [[{ Resource: ['a', 'b'] }]], unless: [] },
      'wider',
    ],
    ['a wider pattern', onPools('userpool/a*'), onPools('userpool/*'), 'wider'],
    ['a pattern of more regions', onPools('userpool/a*'), onPools('*:userpool/a*'), 'wider'],
    ['a pattern of some regions', onPools('userpool/a*'), onPools('eu-*:userpool/a*'), 'both'],
    ['a pattern of fewer regions', onPools('eu-*:userpool/*'), onPools('eu-west-*:userpool/*'), 'narrower'],
    ['another pattern', onPools('userpool/a*'), onPools('userpool/*b'), 'both'],
    ['a pattern with a variable', onPools('userpool/a*'), onPools('userpool/a${k}*'), 'narrower'],
    [
      'a pattern with a variable that may be anything',
      onPools('userpool/${k}*'),
      onPools('userpool/ab*'),
      'both',
    ],
    ['a letter that may be any', onPools('userpool/a*'), onPools('userpool/?*'), 'both'],
    [
      'a pattern more that is excepted',
      { oneOfEach: [[{ NotResource: ['a'] }]], unless: [] },
      { oneOfEach: [[{ NotResource: ['a', 'b'] }]], unless: [] },
      'narrower',
    ],
  ])('tell %s', (_, before, after, expected) => {
    const [wider, narrower] = [allowsBeyond(after, before), allowsBeyond(before, after)];
    const told = wider && narrower ? 'both' : wider ? 'wider' : narrower ? 'narrower' : 'same';
    expect(told).toBe(expected);
  });

  it('meet where both may allow the same', () => {
    expect(allowSame(mfa, always)).toBe(true);
    expect(allowSame(mfa, unless(mfa))).toBe(false);
    expect(allowSame(mfa, undefined)).toBe(false);
  });

  it('are never wider than themselves, however many cases they take', () => {
    const many: Terms = {
      oneOfEach: [
        [
          { Condition: { StringEquals: { l: [], k: [] } } },
          {
            Condition: {
              StringEquals: { k: ['a', 'true', 'b'], l: ['a', 'true', 'false'] },
              Bool: { k: ['false', 'a'] },
            },
          },
        ],
        [
          { Condition: { Null: { k: [], l: ['a', 'false'] } } },
          { Condition: { 'ForAnyValue:StringEquals': { k: ['a', 'false', 'b'], l: ['false', 'a'] } } },
        ],
      ],
      unless: [{ Condition: { 'ForAllValues:StringNotEquals': { l: [], k: ['a', 'b'] } } }],
    };
    expect(allowsBeyond(many, many)).toBe(false);
  });

  it('are never told narrower or wider wrongly: requests say it', () => {
    const operators = ['StringEquals', 'StringNotEquals', 'StringLike', 'Null', 'Bool'].flatMap((name) => [
      name,
      ...(name === 'Null' ? [] : [`ForAllValues:${name}`, `ForAnyValue:${name}`, `${name}IfExists`]),
    ]);
    const values = fc.uniqueArray(fc.constantFrom('a', 'b', 'true', 'false'), { maxLength: 3 });
    const conditions = fc.record({
      Condition: fc.dictionary(
        fc.constantFrom(...operators),
        fc.dictionary(fc.constantFrom('k', 'l'), values, { minKeys: 1 }),
        { minKeys: 1, maxKeys: 2 },
      ),
    });
    const terms: fc.Arbitrary<Terms> = fc.record({
      oneOfEach: fc.array(fc.array(conditions, { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
      unless: fc.array(conditions, { maxLength: 1 }),
    });
    const contexts = fc.array(
      fc.dictionary(fc.constantFrom('k', 'l'), fc.oneof(values, fc.constantFrom('a', 'true', 'c'))),
      { minLength: 4, maxLength: 10 },
    );
    const allow = ({ Condition }: Terms['unless'][number]): PolicyStatement => ({
      ...{ Effect: 'Allow', Action: '*', Resource: '*' },
      ...(Condition && { Condition }),
    });
    let compared = 0;
    fc.assert(
      fc.property(terms, terms, contexts, (one, other, many) => {
        const may = ({ oneOfEach, unless: denied }: Terms, context: (typeof many)[number]): boolean => {
          const request = { action: 'cognito-idp:ListUsers', resource: '*', context };
          const hold = (open: Terms['unless'][number]): boolean =>
            evaluate(compilePolicies([{ Version: '2012-10-17', Statement: allow(open) }]), request)
              .decision === 'allowed';
          return oneOfEach.every((list) => list.some(hold)) && !denied.some(hold);
        };
        const more = allowsBeyond(one, other);
        if (!more) compared++;
        for (const context of many) {
          if (!more && may(one, context)) expect(may(other, context)).toBe(true);
        }
        expect(allowsBeyond(one, one)).toBe(false);
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(10);
  });

  it('settle where patterns are decided', () => {
    const terms: Terms = {
      oneOfEach: [[{ Resource: ['a*', 'b'] }, { ...mfa.oneOfEach[0]?.[0], NotResource: ['b', 'c*'] }]],
      unless: [{ Resource: ['c*'] }],
    };
    const settled = (one: Terms, pattern: Decisions['pattern']) => settledTerms(one, { pattern });
    expect(settled(terms, (pattern) => (pattern === 'b' ? false : undefined))).toEqual({
      oneOfEach: [[{ ...mfa.oneOfEach[0]?.[0], NotResource: ['c*'] }, { Resource: ['a*'] }]],
      unless: [{ Resource: ['c*'] }],
    });
    expect(settled(terms, (pattern) => pattern === 'a*')).toEqual(always);
    expect(settled(terms, () => true)).toBeUndefined();
    expect(settled(terms, (pattern) => pattern !== 'a*' && pattern !== 'c*')).toEqual(always);
    expect(settled({ oneOfEach: [[{ Resource: ['a*'] }]], unless: [] }, () => false)).toBeUndefined();
  });

  it('settle where conditions are decided', () => {
    const both: Terms = {
      oneOfEach: [[{ Condition: { StringEquals: { k: ['a'], l: ['b'] } } }]],
      unless: [{ Condition: { StringLike: { k: ['a*'] } } }],
    };
    const settled = (condition: Decisions['condition']) =>
      settledTerms(both, { pattern: () => undefined, ...(condition && { condition }) });
    expect(settled(undefined)).toEqual(both);
    expect(settled((operator, key) => (key === 'k' ? operator === 'StringEquals' : undefined))).toEqual({
      oneOfEach: [[{ Condition: { StringEquals: { l: ['b'] } } }]],
      unless: [],
    });
    expect(settled((_, key) => (key === 'l' ? false : undefined))).toBeUndefined();
    expect(settled((operator) => (operator === 'StringLike' ? true : undefined))).toBeUndefined();
  });

  it('are told in words', () => {
    const both = {
      oneOfEach: [...mfa.oneOfEach, [{ Resource: ['a'] }, { NotResource: ['b', 'c'] }]],
      unless: [],
    };
    expect(termsText(undefined)).toBe('denied');
    expect(termsText(always)).toBe('allowed');
    expect(termsText(both)).toBe(
      'allowed if Bool aws:MultiFactorAuthPresent true and (Resource a or NotResource [b, c])',
    );
    expect(termsText(unless(when('StringEquals', 'k', '')))).toBe('allowed unless StringEquals k []');
  });
});
