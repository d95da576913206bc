import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileArn, compileResource, literalResource } from '../../src/policy/arn-pattern.js';
import { ConditionKeys, type KeyValue } from '../../src/policy/keys.js';
import { Query } from '../../src/policy/query.js';
import { parseTemplate } from '../../src/policy/template.js';
import { compilePattern, compileText } from '../../src/policy/text-value.js';
import { lists } from './lists.js';
import { matchesByTable, type ReferencePiece, resourcePieces } from './reference-glob.js';

const runs = { numRuns: 1500 };

/** Letters that stand for what is written in a policy, so that the reference need not read variables. */
const written = new Map([
  ['X', '${x}'],
  ['Y', "${y, 'a'}"],
  ['Z', "${ Z,  'b:' }"],
  ['S', '${*}'],
  ['Q', '${?}'],
  ['D', '${$}'],
]);
const special = new Map([
  ['S', '*'],
  ['Q', '?'],
  ['D', '$'],
]);
const fallbacks = new Map([
  ['Y', 'a'],
  ['Z', 'b:'],
]);

function write(text: string): string {
  return [...text].map((letter) => written.get(letter) ?? letter).join('');
}

/** Values of the three keys, each bound in advance or not. */
interface Situation {
  readonly values: readonly KeyValue[];
  readonly bound: readonly boolean[];
}

const value: fc.Arbitrary<KeyValue> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom('a', 'b', ':', '*'), maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constant(['a', 'b']) },
);
const situation: fc.Arbitrary<Situation> = fc.record({
  values: fc.array(value, { minLength: 3, maxLength: 3 }),
  bound: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
});

const names = ['x', 'y', 'z'];

function keysOf({ values, bound }: Situation): ConditionKeys {
  return new ConditionKeys(
    new Map(names.flatMap((name, index) => (bound[index] ? [[name, values[index]] as const] : []))),
  );
}

/** A request whose context has another value for what is bound. */
function queryOf(resource: string, keys: ConditionKeys, { values, bound }: Situation): Query {
  const context = names.flatMap((name, index) => {
    const given = bound[index] ? 'bound' : values[index];
    return given === undefined ? [] : [[name, given] as const];
  });
  return new Query(resource, keys, Object.fromEntries(context)).readAll();
}

/** The pieces with every letter replaced by what it stands for; `undefined` where that has no single value. */
function replaced(
  pieces: readonly ReferencePiece[],
  { values }: Situation,
): readonly ReferencePiece[] | undefined {
  const result: ReferencePiece[] = [];
  for (const piece of pieces) {
    const at = typeof piece === 'string' ? ['X', 'Y', 'Z'].indexOf(piece) : -1;
    if (typeof piece !== 'string' || at < 0) {
      result.push(typeof piece === 'string' ? (special.get(piece) ?? piece) : piece);
      continue;
    }
    const text = values[at] ?? fallbacks.get(piece);
    if (typeof text !== 'string') return undefined;
    result.push(text);
  }
  return result;
}

function globPieces(text: string): readonly ReferencePiece[] {
  return [...text].map((letter) => {
    if (letter === '*') return { kind: 'many', colon: true };
    return letter === '?' ? { kind: 'one', colon: true } : letter;
  });
}

function textOf(pieces: readonly ReferencePiece[] | undefined): string | undefined {
  return pieces?.map((piece) => (typeof piece === 'string' ? piece : '')).join('');
}

const literal = ['a', 'b', ':', 'X', 'Y', 'Z', 'X', 'S', 'D'];
const plain = fc.string({ unit: fc.constantFrom(...literal), maxLength: 4 });
const template = fc.string({ unit: fc.constantFrom(...literal, 'Q', '*', '*', '?'), maxLength: 5 });
const asked = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*'), maxLength: 6 });

/** A text that fits the pattern more often than not: each wildcard is something short. */
function fitting(pieces: readonly ReferencePiece[] | undefined, filling: string): string | undefined {
  return pieces
    ?.map((piece) => {
      if (typeof piece === 'string') return piece;
      return piece.kind === 'one' ? 'a' : filling;
    })
    .join('');
}

describe('policy variables', () => {
  it('are read as their values put together', () => {
    fc.assert(
      fc.property(plain, situation, (text, given) => {
        const keys = keysOf(given);
        const pieces = parseTemplate(write(text), { variables: true, wildcards: false });
        const read = compileText(pieces, keys);
        expect(read(queryOf('*', keys, given))).toBe(textOf(replaced([...text], given)));
      }),
      runs,
    );
  });

  it('match as their values do in a pattern, in which no character of them is a wildcard', () => {
    fc.assert(
      fc.property(template, situation, asked, (text, given, other) => {
        const keys = keysOf(given);
        const matches = compilePattern(
          parseTemplate(write(text), { variables: true, wildcards: true }),
          keys,
        );
        const query = queryOf('*', keys, given);
        const pieces = replaced(globPieces(text), given);
        for (const one of [other, fitting(pieces, ''), fitting(pieces, other), `${fitting(pieces, 'b')}a`]) {
          if (one === undefined) continue;
          expect(matches(one, query)).toBe(pieces !== undefined && matchesByTable(pieces, one));
        }
      }),
      runs,
    );
  });

  it('match as their values do in a resource', () => {
    const head = fc.constantFrom(
      'arn:p:s:r:1:',
      'arn:p:s:r:1:pool/',
      'arn:p:s:r:?:',
      'arn:p:*:r:1:',
      'arn:*:',
      'arn:*:1?:',
      'arn:p:s?:r:1:',
    );
    fc.assert(
      fc.property(head, template, situation, asked, (start, tail, given, other) => {
        // A colon would begin the resource part anew where there are fewer than five.
        const entry = start + (start.startsWith('arn:*') ? tail.replaceAll(':', '') : tail);
        const keys = keysOf(given);
        const pattern = compileResource(write(entry), true, keys);
        const pieces = replaced(resourcePieces(entry), given);
        const fixed = start.replace('arn:*:', 'arn:p:s:r:1:').replaceAll(/[*?]/g, 's');
        const fit = fitting(pieces, 's') ?? fixed;
        const resources = [fixed + other, fitting(pieces, '') ?? fixed, fit, `${fit}a`];
        for (const one of resources) {
          for (const resource of [one, one.replace('a:', '::')]) {
            const query = queryOf(resource, keys, given);
            const matched = pattern.matches(query);
            expect(matched ?? pattern.open?.(query), `${entry} ${resource}`).toBe(
              pieces !== undefined && matchesByTable(pieces, resource),
            );
          }
        }
      }),
      runs,
    );
  });

  it('are none in the segments before, nor in a policy of 2008', () => {
    const keys = new ConditionKeys(new Map<string, KeyValue>([['a:b', 'x']]));
    const decide = (entry: string, variables: boolean, resource: string) =>
      compileResource(entry, variables, keys).matches(new Query(resource, keys, undefined));
    expect(decide('arn:p:${a:b}:r:1:y*', true, 'arn:p:${a:b}:r:1:y?')).toBe(true);
    expect(decide('arn:p:${a:b}:r:1:y*', true, 'arn:p:x:r:1:y')).toBe(false);
    expect(decide('arn:p:s:r:1:y}${a:b}', true, 'arn:p:s:r:1:y}x')).toBe(true);
    // Where they are none, their colon is one.
    expect(decide('arn:p:s:r:${a:?}', false, 'arn:p:s:r:${a:b}')).toBe(true);
    expect(decide('arn:p:s:r:${a:?}', false, 'arn:p:s:r:${a::}')).toBe(true);
    expect(decide('arn:p:s:${a:?}:y', false, 'arn:p:s:${a::}:y')).toBe(false);
  });

  it('are none where their fallback has no end', () => {
    const pieces = parseTemplate("}${x, 'a", { variables: true, wildcards: true });
    expect(pieces).toEqual(["}${x, 'a"]);
  });

  it('or not, an entry other than `*` does not match the resource `*`', () => {
    const keys = new ConditionKeys(new Map());
    const star = new Query('*', keys, undefined);
    for (const entry of ['?', '**', '*?', '?*'])
      expect(compileResource(entry, true, keys).matches(star)).toBe(false);
    expect(compileResource('**', true, keys).matches(new Query('**', keys, undefined))).toBe(true);
  });

  it('match as their values do in every short pattern', () => {
    const texts = lists(['a', 'b'], 4).map((letters) => letters.join(''));
    const keys = new ConditionKeys(new Map());
    const given: Situation = { values: ['a', undefined, undefined], bound: [] };
    const wrong = lists(['X', 'b', '*', '?'], 3).flatMap((letters) => {
      const text = letters.join('');
      const matches = compilePattern(parseTemplate(write(text), { variables: true, wildcards: true }), keys);
      const pattern = compileResource(`arn:p:s:r:1:${write(text)}`, true, keys);
      const pieces = replaced(globPieces(text), given) ?? [];
      return texts
        .filter((one) => {
          const query = queryOf(`arn:p:s:r:1:${one}`, keys, given);
          const expected = matchesByTable(pieces, one);
          return (
            matches(one, query) !== expected || (pattern.matches(query) ?? pattern.open?.(query)) !== expected
          );
        })
        .map((one) => `${text} ${one}`);
    });
    expect(wrong).toEqual([]);
  });

  it('match as their values do in an ARN, part by part', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'X', 'Y', '*', '?', 'S'), maxLength: 3 });
    const whole = fc.array(part, { minLength: 1, maxLength: 7 }).map((all) => all.join(':'));
    fc.assert(
      fc.property(whole, situation, fc.array(asked), (text, given, others) => {
        const keys = keysOf(given);
        const matches = compileArn(write(text), true, keys);
        const query = queryOf('*', keys, given);
        const pieces = replaced(globPieces(text), given);
        const filled = ['', 'a', ':a:b'].map((filling) => fitting(pieces, filling));
        for (const one of [...filled, others.join(':'), `${fitting(pieces, 'a')}:::::`]) {
          if (one === undefined) continue;
          expect(matches(one, query), `${text} ${one}`).toBe(
            pieces !== undefined && fitsByParts(pieces, one),
          );
        }
      }),
      runs,
    );
  });

  it('do not make an ARN of too few parts match, nor does a wildcard', () => {
    const keys = new ConditionKeys(new Map());
    for (const [pattern, text, expected] of [
      ['a:b:c:d:?', 'a:b:c:d::', false],
      ['a:b:c:d:*', 'a:b:c:d::', true],
      ['a:b:c:d:e', 'a:b:c:d:e', false],
      ['a:b:c:${x}', 'a:b:c:d::', true],
      ['a:b:c:d:${y}', 'a:b:c:d:e', false],
    ] as const) {
      const matches = compileArn(pattern, true, keys);
      const query = new Query('*', keys, { x: 'd::', y: 'e' }).readAll();
      expect(matches(text, query), pattern).toBe(expected);
    }
  });

  it('of several values, or of none, have no text', () => {
    const keys = new ConditionKeys(new Map());
    const query = (x: string | string[]) => new Query('arn:p:s:r:1:a', keys, { x }).readAll();
    for (const text of ['${x}', '${x}a', "${x, 'b'}", "${x, 'b'}a", '${y}', 'a${y}']) {
      const pieces = parseTemplate(text, { variables: true, wildcards: true });
      const read = compileText(pieces, keys);
      const matches = compilePattern([...pieces, { kind: 'many', colon: true }], keys);
      const asked = query(['a', 'b']);
      expect(read(asked)).toBeUndefined();
      expect(matches('a,b', asked)).toBe(false);
    }
    const read = compileText(parseTemplate('${x}', { variables: true, wildcards: false }), keys);
    expect(read(query('a'))).toBe('a');
  });

  it('that are bound ask nothing of a request', () => {
    const keys = new ConditionKeys(
      new Map<string, KeyValue>([
        ['x', 'bob'],
        ['y', undefined],
        ['many', ['a', 'b']],
      ]),
    );
    const empty = new Query('*', new ConditionKeys(new Map()), undefined);
    const syntax = { variables: true, wildcards: true };
    const text = "a${X}-${y, 'none'}";
    expect(compileText(parseTemplate(text, syntax), keys)(empty)).toBe('abob-none');
    expect(compilePattern(parseTemplate(`${text}*`, syntax), keys)('abob-none!', empty)).toBe(true);
    expect(literalResource(`arn:p:s:r:1:${text}`, true, keys)).toBe('arn:p:s:r:1:abob-none');
    expect(compileResource(`arn:p:s:r:1:${text}*`, true, keys).open).toBeUndefined();
    for (const entry of ['arn:p:s', 'arn:p:s:r:1:x', 'arn:p:s:r:1:x$'])
      expect(literalResource(entry, true, keys)).toBe(entry);
    for (const entry of ['arn:p:s:r:*:x', 'arn:p:s:r:1:x?', 'arn:p:s:r:1:${other}'])
      expect(literalResource(entry, true, keys)).toBeUndefined();
    // Of these nothing is known but that they never match.
    for (const unresolved of ['${y}', '${many}', "${many, 'x'}"])
      expect(literalResource(`arn:p:s:r:1:${unresolved}`, true, keys)).toBeUndefined();
  });
});

/** The first five colons of both part them; a pattern of fewer parts that ends in a star has anything in its last. */
function fitsByParts(pieces: readonly ReferencePiece[], text: string): boolean {
  const patterns: ReferencePiece[][] = [[]];
  const letters = pieces.flatMap((one): readonly ReferencePiece[] =>
    typeof one === 'string' ? [...one] : [one],
  );
  for (const piece of letters) {
    if (piece === ':' && patterns.length < 6) patterns.push([]);
    else patterns.at(-1)?.push(piece);
  }
  const last = patterns.at(-1)?.at(-1);
  const open = typeof last === 'object' && last.kind === 'many';
  const count = patterns.length;
  const colons = text.split(':');
  if (colons.length < 6 || (count < 6 && !open)) return false;
  const texts = [...colons.slice(0, count - 1), colons.slice(count - 1).join(':')];
  return patterns.every((pattern, index) => matchesByTable(pattern, texts[index] ?? ''));
}
