import { strict as assert } from 'node:assert';
import { compilePolicies, evaluate } from '@cognito-iam/core/policy';
import fc from 'fast-check';
import { matchesByTable, resourcePieces } from '../../packages/core/test/policy/reference-glob.js';
import { orRefused } from './policy-text.js';
import { type FuzzTarget, fuzzTarget } from './target.js';

const entryText = fc.string({ unit: fc.constantFrom('a', 'b', 'a', ':', ':', '*', '?', '/'), maxLength: 16 });
const askedText = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/'), maxLength: 16 });
const five = fc.array(fc.constantFrom('', 'a', 'b', '*', '?', 'a*'), { minLength: 4, maxLength: 5 });
const entry = fc.oneof(
  entryText,
  fc.tuple(five, entryText).map(([head, tail]) => [...head, tail].join(':')),
);
const asked = fc.oneof(
  askedText,
  fc
    .tuple(fc.array(fc.constantFrom('', 'a', 'b', 'ab'), { minLength: 4, maxLength: 5 }), askedText)
    .map(([head, tail]) => [...head, tail].join(':')),
);

const allowing = (element: object) => ({
  Version: '2008-10-17' as const,
  Statement: { Effect: 'Allow' as const, Action: '*', Resource: '*', ...element },
});

/** Entries of `Resource` match what the rule for their segments matches. */
export const resources: FuzzTarget = fuzzTarget('resources', fc.tuple(entry, asked), ([pattern, text]) => {
  // Policies are read, and must be sound: a partition that is none would be refused.
  const resource = `arn:aws:${text}`;
  const Resource = `arn:aws:${pattern}`;
  const set = orRefused(() => compilePolicies([allowing({ Resource })]));
  if (set === undefined) return;
  const { decision } = evaluate(set, { action: 'a:b', resource });
  assert.equal(decision === 'allowed', matchesByTable(resourcePieces(Resource), resource));
});

const everything = (pattern: string) =>
  [...pattern].map((character) => {
    if (character === '*') return { kind: 'many', colon: true } as const;
    return character === '?' ? ({ kind: 'one', colon: true } as const) : character;
  });

/** Values of `StringLike` match what the rule matches, `StringNotLike` the rest. */
export const stringLike: FuzzTarget = fuzzTarget(
  'string-like',
  fc.tuple(entryText, askedText),
  ([pattern, text]) => {
    const expected = matchesByTable(everything(pattern), text);
    for (const [operator, holds] of [
      ['StringLike', expected],
      ['StringNotLike', !expected],
    ] as const) {
      const set = compilePolicies([allowing({ Condition: { [operator]: { 'a:b': pattern } } })]);
      const { decision } = evaluate(set, { action: 'a:b', resource: '*', context: { 'a:b': text } });
      assert.equal(decision === 'allowed', holds, operator);
    }
  },
);

/** The six parts of an ARN, of which the last has the colons that are left; fewer where there are fewer. */
function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function arnMatches(pattern: string, text: string): boolean {
  const patterns = partsOf(pattern);
  const parts = partsOf(text);
  if (parts.length < 6) return false;
  if (patterns.length < 6 && !pattern.endsWith('*')) return false;
  return patterns.every((part, index) => {
    const rest = index === patterns.length - 1 ? parts.slice(index).join(':') : (parts[index] ?? '');
    return matchesByTable(everything(part), rest);
  });
}

/** Values of `ArnLike` are compared part by part. */
export const arnLike: FuzzTarget = fuzzTarget('arn-like', fc.tuple(entry, asked), ([pattern, text]) => {
  const value = `arn:${text}`;
  const expected = arnMatches(`arn:${pattern}`, value);
  for (const [operator, holds] of [
    ['ArnLike', expected],
    ['ArnNotEquals', !expected],
  ] as const) {
    const set = compilePolicies([allowing({ Condition: { [operator]: { 'a:b': `arn:${pattern}` } } })]);
    const { decision } = evaluate(set, { action: 'a:b', resource: '*', context: { 'a:b': value } });
    assert.equal(decision === 'allowed', holds, operator);
  }
});
