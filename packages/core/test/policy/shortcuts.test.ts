import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arnHead } from '../../src/policy/arn-head.js';
import { compilePolicies, evaluate } from '../../src/policy/index.js';
import { ConditionKeys } from '../../src/policy/keys.js';
import { isLiteralAt } from '../../src/policy/literal-at.js';
import { Query } from '../../src/policy/query.js';
import { compileResources } from '../../src/policy/resource-element.js';
import { ResourceHead, resourceHead } from '../../src/policy/resource-head.js';
import { isForeign, standingOf } from '../../src/policy/standing.js';
import { TextIndex } from '../../src/policy/text-index.js';

const text = fc.string({
  unit: fc.constantFrom('a', 'b', ':', '/', '*', '\uffff', '\ud83d', '\ude00'),
  maxLength: 8,
});
const segment = fc.constantFrom('arn', 'aws', 'aws-cn', '', 'a', '123456789012', '${aws:x}');
const arn = fc
  .tuple(
    fc.array(segment, { minLength: 3, maxLength: 6 }),
    fc.constantFrom(
      '',
      'userpool',
      'userpool/',
      'userpool/x',
      'userpool/x_',
      'userpool/x_y_z',
      'userpool/eu-west-1_x',
      'userpool/eu-west-1',
      'userpool/eu_west-1',
      'userpool/X_y',
      'userpool/_x',
      'Pool/x_y',
      'a/b/c_d',
      `pool/${'x'.repeat(300)}`,
    ),
  )
  .map(([segments, rest]) => [...segments, rest].join(':'));
const principal = fc
  .constantFrom(
    'arn:aws:iam::123456789012:user/a',
    'arn:aws-cn:iam::123456789012:root',
    'arn:aws:iam::a:user/a',
    'x',
  )
  .map((one) => standingOf({ arn: one }));
/** What resources share, and the part of it up to the resource type. */
const shared = /^(?:[^:]*:){5}(?:[a-z-]+\/(?:[a-z0-9-]+_)?)?/;
const toType = /^(?:[^:]*:){5}(?:[a-z-]+\/)?/;
const runs = { numRuns: 1000 };

describe('a literal at a place', () => {
  it('is there as `startsWith` says', () => {
    fc.assert(
      fc.property(text, text, fc.nat(9), (whole, literal, at) => {
        expect(isLiteralAt(whole, literal, at)).toBe(at <= whole.length && whole.startsWith(literal, at));
        expect(isLiteralAt(whole + literal, literal, whole.length)).toBe(true);
      }),
      runs,
    );
  });
});

describe('the head of a resource', () => {
  it('begins what `startsWith` says, whatever characters there are', () => {
    fc.assert(
      fc.property(text, text, (head, whole) => {
        fc.pre(head !== '' && !head.endsWith('\uffff'));
        const begins = new ResourceHead(head, true);
        for (const one of [whole, head + whole, head, head.slice(1), `${head.slice(0, -1)}~`])
          expect(begins.begins(one)).toBe(one.startsWith(head));
      }),
      runs,
    );
  });

  it('is the five segments, the resource type and the region, whatever was asked before', () => {
    fc.assert(
      fc.property(fc.array(arn, { minLength: 1, maxLength: 6 }), (all) => {
        for (const one of all) {
          const head = resourceHead(one);
          const expected = shared.exec(one)?.[0];
          if (expected === undefined) expect(head.isKept).toBe(false);
          else expect(head.text).toBe(expected);
        }
      }),
      runs,
    );
  });

  it('says of patterns and of principals what the resource itself says', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(arn, arn, principal), { minLength: 1, maxLength: 8 }), (all) => {
        for (const [resource, pattern, standing] of all) {
          const head = resourceHead(resource);
          expect(head.isForeignTo(standing, resource)).toBe(isForeign(resource, standing));
          const start = shared.exec(pattern)?.[0] ?? `${pattern}:::::`;
          for (const one of [start, `${start}x:`, toType.exec(start)?.[0] ?? start])
            expect(arnHead(one).begins(resource, head)).toBe(resource.startsWith(one));
        }
      }),
      runs,
    );
  });
});

describe('an index by text', () => {
  it('answers as a map does, also where all texts end alike', () => {
    const ends = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(ends, { maxLength: 40 }), fc.boolean(), fc.array(ends), (texts, alike, asked) => {
        const entries = new Map(texts.map((one, index) => [alike ? `${one}xyz` : one, index]));
        const index = new TextIndex(entries);
        for (const one of [...entries.keys(), ...asked, ...asked.map((other) => `${other}xyz`)])
          expect(index.get(one)).toBe(entries.get(one));
      }),
      runs,
    );
  });
});

describe('the values of condition keys', () => {
  it('are those of own properties alone, whatever contexts came before', () => {
    const keys = new ConditionKeys(new Map([['aws:userid', 'bound']]));
    const slots = ['a', 'b', 'aws:userid'].map((key) => keys.slot(key));
    const read = (context: Record<string, string>) => {
      const query = new Query('*', keys, context);
      query.read(slots);
      return query.values;
    };
    const own = { a: '1', b: '2', 'aws:userid': 'other' };
    const contexts: [Record<string, string>, unknown][] = [
      [own, ['1', '2', 'bound']],
      [own, ['1', '2', 'bound']],
      [Object.create(own), [undefined, undefined, 'bound']],
      [Object.assign(Object.create({ b: '2', 'aws:userid': '' }), { a: '1' }), ['1', undefined, 'bound']],
      [{ b: '2', a: '1' }, ['1', '2', 'bound']],
      [{ a: '1', b: '2', 'aws:userid': '', c: '3' }, ['1', '2', 'bound']],
      [{ a: '1' }, ['1', undefined, 'bound']],
      [{ a: '1', A: '0' }, ['0', undefined, 'bound']],
      [{}, [undefined, undefined, 'bound']],
    ];
    for (const [first] of contexts) {
      for (const [context, expected] of contexts) {
        read(first);
        expect(read(context)).toEqual(expected);
      }
    }
  });
});

describe('the character that resources have in common', () => {
  it.each<[string | string[], number]>([
    ['arn:p:s:r:1:pool/a*', 17],
    ['arn:p:s:r:1:pool/?a', 16],
    ['arn:p:s:r:1:pool/ab', 18],
    ['arn:p:s:*:1:pool/a', 7],
    ['arn:p:s:r:1:pool/${x}', 16],
    ['?', -1],
    ['*', -1],
    [['arn:p:s:r:1:pool/a', 'arn:p:s:r:1:pool/a*'], -1],
  ])('is the last before anything special in %s', (Resource, at) => {
    const entries = [Resource].flat();
    const elementOf = (negated: boolean) =>
      compileResources({ resource: { entries, negated }, variables: true }, new ConditionKeys(new Map()));
    const { code, at: place } = elementOf(false);
    expect([place, code]).toEqual(at < 0 ? [-1, -1] : [at, entries[0]?.charCodeAt(at)]);
    expect([elementOf(true).at, elementOf(true).code]).toEqual([-1, -1]);
  });

  it('is not asked for where elements list their resources', () => {
    const listed = (entries: readonly string[], negated = false) =>
      compileResources({ resource: { entries, negated }, variables: true }, new ConditionKeys(new Map()))
        .listed;
    const some = ['a', 'b', 'c', 'd', 'e'].map((name) => `arn:p:s:r:1:pool/${name}`);
    expect(listed(some)).toEqual(some);
    expect(listed(some, true)).toBeUndefined();
    expect(listed(['*', ...some])).toBeUndefined();
    expect(listed(['*'], true)).toEqual([]);
    expect(listed([...some, 'arn:p:s:r:1:pool/f*'])).toBeUndefined();
  });

  it.each([
    ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/a*', ['a', 'ab'], ['b', '', 'ba']],
    ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/a', ['a'], ['b', '', 'ab']],
    ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/?a', ['ba'], ['a', 'ab']],
    ['arn:aws:cognito-idp:*:123456789012:userpool/a', ['a'], ['b']],
    ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/$a', ['$a'], ['a']],
    ['*', ['a', ''], []],
  ])('turns away nothing that %s matches', (Resource, good, bad) => {
    for (const element of ['Resource', 'NotResource'] as const) {
      const set = compilePolicies([
        { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'a:b', [element]: Resource } },
      ]);
      const decide = (name: string) =>
        evaluate(set, {
          action: 'a:b',
          resource: `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${name}`,
        }).decision === 'allowed';
      const expected = element === 'Resource';
      expect(good.map(decide)).toEqual(good.map(() => expected));
      expect(bad.map(decide)).toEqual(bad.map(() => !expected));
    }
  });
});
