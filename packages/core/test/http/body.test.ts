import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { membersOf } from '../../src/http/body.js';
import { hasDuplicateMembers } from '../../src/http/duplicate-members.js';
import { Refusal } from '../../src/http/refusal.js';
import type { HttpRequest } from '../../src/index.js';

const limit = 1024;
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('membersOf', () => {
  test.each([
    ['text', '{"a":1}'],
    ['bytes', new TextEncoder().encode('{"a":1}')],
    ['an object', { a: 1 }],
    ['an object without prototype', Object.assign(Object.create(null), { a: 1 })],
  ])('takes %s', (_, body) => {
    expect({ ...membersOf({ body: body, headers: {} }, limit) }).toEqual({ a: 1 });
  });

  test.each<[string, HttpRequest['body']]>([
    ['nothing', undefined],
    ['invalid UTF-8', bytes(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)],
    ['a surrogate in UTF-8', bytes(0x22, 0xed, 0xa0, 0x80, 0x22)],
    ['a byte order mark', bytes(0xef, 0xbb, 0xbf, 0x7b, 0x7d)],
    ['UTF-16', bytes(0x7b, 0x00, 0x7d, 0x00)],
    ['a null byte', bytes(0x7b, 0x7d, 0x00)],
    ['a null byte within a string', '{"a":"\u0000"}'],
    ['a comment', '{}//'],
    ['two objects', '{}{}'],
    ['NaN', '{"a":NaN}'],
    ['a string', '"a"'],
    ['deep nesting without end', '['.repeat(1000)],
    ['an array in place of an object', [] as never],
    ['a Map', new Map() as never],
    ['an error', new Error('aborted')],
  ])('refuses %s', (_, body) => {
    expect(membersOf({ body: body, headers: {} }, limit)).toMatchObject({
      type: 'SerializationException',
      status: 400,
    });
  });

  test('a parsed body is as large as its content-length says', () => {
    const headers = { 'content-length': String(limit + 1) };
    expect(membersOf({ body: { a: 1 }, headers }, limit)).toMatchObject({
      type: 'RequestEntityTooLargeException',
    });
  });

  test('an error of status 413 is too large a body', () => {
    const error = Object.assign(new Error('request entity too large'), { status: 413 });
    expect(membersOf({ body: error, headers: {} }, limit)).toMatchObject({
      type: 'RequestEntityTooLargeException',
      status: 400,
    });
  });

  test('the limit counts bytes', () => {
    const padded = (text: string) => JSON.stringify({ a: text });
    const fits = padded('я'.repeat((limit - 8) / 2));
    expect(new TextEncoder().encode(fits).byteLength).toBe(limit);
    for (const body of [fits, new TextEncoder().encode(fits)])
      expect(membersOf({ body: body, headers: {} }, limit)).not.toBeInstanceOf(Refusal);
    const over = padded(`${'я'.repeat((limit - 8) / 2)}.`);
    for (const body of [over, new TextEncoder().encode(over)]) {
      expect(membersOf({ body: body, headers: {} }, limit)).toMatchObject({ name: 'tooLarge' });
    }
  });

  test('deep nesting is harmless', () => {
    const depth = 200_000;
    const body = `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(Object.keys(membersOf({ body: body, headers: {} }, 1024 * 1024))).toEqual(['a']);
  });

  test('never throws, and gives an object or a refusal', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.uint8Array()), (body) => {
        const members = membersOf({ body: body, headers: {} }, limit);
        return typeof members === 'object' && !Array.isArray(members);
      }),
    );
  });
});

describe('hasDuplicateMembers', () => {
  const hasDuplicates = (json: string) => hasDuplicateMembers(json, JSON.parse(json));

  test.each([
    ['{"a":1,"a":2}', true],
    ['{"a":1,"\\u0061":2}', true],
    ['{"a":1,"A":2}', true],
    ['{"a":{"b":1,"b":2}}', true],
    ['{"a":[{"b":1,"b":2}]}', true],
    ['{"a":{"b":1,"B":2}}', false],
    ['{"a":[{"b":1},{"b":2}]}', false],
    ['{"a":"a","b":"a"}', false],
    ['{"a":["a","a"]}', false],
    ['{"a":"\\"a\\":1,","b":{}}', false],
    ['{"a":"\\\\","b":"\\\\"}', false],
    ['{"a":{"a":{"a":1}}}', false],
    ['{}', false],
    ['{"":1,"":2}', true],
    ['{"a":1,"\\u017f":2,"S":3}', true],
    ['{"k":1,"\\u212a":2}', true],
    ['{"a":1,"b":2,"\\u0062":3}', true],
    ['{"__proto__":1,"__PROTO__":2}', true],
    ['{"a":[{"b":1,"b":2}],"c":3,"d":4}', true],
    ['{"a":"b:c","d":"e"}', false],
    ['{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"A":10}', true],
  ])('%s: %s', (json, expected) => {
    expect(hasDuplicates(json)).toBe(expected);
  });

  test('no text that was written from an object has any', () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.integer(),
        fc.array(tie('value')),
        tie('object'),
      ),
      object: fc.dictionary(fc.string(), tie('value')),
    })).object;
    fc.assert(
      fc.property(
        value,
        fc.nat(3),
        (object, indent) => !hasDuplicates(JSON.stringify({ object }, null, indent)),
      ),
    );
  });

  test('names of one flat object that differ in letter case only are found', () => {
    const name = fc.string({
      minLength: 1,
      maxLength: 4,
      unit: fc.constantFrom('a', 'A', 'b', ':', '"', '\u017f', 's'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 10 }), (names) => {
        const json = JSON.stringify(Object.fromEntries(names.map((each) => [each, each])));
        const alike = new Set(names.map((each) => each.toUpperCase().toLowerCase()));
        return hasDuplicates(json) === alike.size < names.length;
      }),
    );
  });

  test('quotes and backslashes within a string do not end it', () => {
    const text = fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', ':', ',', 'a') });
    fc.assert(
      fc.property(text, text, (name, value) => {
        const member = `${JSON.stringify(name)}:[${JSON.stringify(value)},"b"]`;
        return !hasDuplicates(`{"o":{${member}}}`) && hasDuplicates(`{"o":{${member},${member}}}`);
      }),
    );
  });

  test('a member that is added again is found, wherever it is', () => {
    const path = fc.array(fc.oneof(fc.constant(0), fc.string()), { maxLength: 4 });
    fc.assert(
      fc.property(path, fc.string(), fc.jsonValue(), (outer, name, value) => {
        const member = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
        const twice = `{${member},"${name.length}x":0,${member}}`;
        const wrapped = outer.reduce<string>(
          (inner, step) => (step === 0 ? `[1,${inner}]` : `{${JSON.stringify(step)}:${inner}}`),
          twice,
        );
        return hasDuplicates(wrapped);
      }),
    );
  });
});
