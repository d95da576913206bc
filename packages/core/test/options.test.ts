import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../src/errors.js';
import {
  boolean,
  functionOf,
  integer,
  listOf,
  oneOf,
  optional,
  optionsOf,
  pointer,
  recordOf,
  text,
} from '../src/options.js';

interface Sample {
  readonly region: string;
  readonly mode?: 'enforce' | 'audit';
  readonly retries?: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly names?: readonly string[];
  readonly now?: () => number;
  readonly strict?: boolean;
  readonly nested?: { readonly inner: string };
}

const read = optionsOf<Sample>({
  region: text,
  mode: optional(oneOf('enforce', 'audit')),
  retries: optional(integer(0, 5)),
  tags: optional(recordOf(text)),
  names: optional(listOf(text)),
  now: optional(functionOf<() => number>()),
  strict: optional(boolean),
  nested: optional(optionsOf<{ inner: string }>({ inner: text })),
});

function failure(value: unknown): ConfigurationError {
  try {
    read(value, '');
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('expected a ConfigurationError');
}

describe('optionsOf', () => {
  it('gives what was given', () => {
    const given = {
      region: 'us-east-1',
      mode: 'audit',
      retries: 3,
      tags: { a: 'b' },
      names: ['x'],
      strict: false,
      nested: { inner: 'i' },
    };
    expect({ ...read(given, '') }).toMatchObject(given);
  });

  it('takes undefined for left out', () => {
    expect(Object.keys(read({ region: 'us-east-1', mode: undefined }, ''))).toEqual(['region']);
  });

  it('does not follow later changes of what it was given', () => {
    const given = { region: 'us-east-1', tags: { a: 'b' }, names: ['x'] };
    const options = read(given, '');
    given.tags.a = 'c';
    given.names.push('y');
    expect(options.tags?.['a']).toBe('b');
    expect(options.names).toEqual(['x']);
  });

  it.each([
    [{ region: 'r', mod: 'audit' }, 'ERR_OPTION_UNKNOWN', '/mod', 'did you mean `mode`?'],
    [{ region: 'r', Region: 'r' }, 'ERR_OPTION_UNKNOWN', '/Region', 'did you mean `region`?'],
    [{ region: 'r', nested: { iner: 'x' } }, 'ERR_OPTION_UNKNOWN', '/nested/iner', 'did you mean `inner`?'],
    [{ region: 'r', constructor: 1 }, 'ERR_OPTION_UNKNOWN', '/constructor', 'known: `region`, `mode`'],
    [JSON.parse('{"region":"r","__proto__":{}}'), 'ERR_OPTION_UNKNOWN', '/__proto__', 'is not an option'],
    [{}, 'ERR_OPTION_MISSING', '/region', '`region` is required'],
    [{ region: undefined }, 'ERR_OPTION_MISSING', '/region', '`region` is required'],
    [{ region: '' }, 'ERR_OPTION_INVALID', '/region', 'not empty'],
    [{ region: 7 }, 'ERR_OPTION_INVALID', '/region', 'expected a string, got `7`'],
    [{ region: 'r', mode: null }, 'ERR_OPTION_INVALID', '/mode', 'expected `enforce` or `audit`, got null'],
    [{ region: 'r', mode: 'of' }, 'ERR_OPTION_INVALID', '/mode', 'got `of`'],
    [{ region: 'r', retries: 6 }, 'ERR_OPTION_INVALID', '/retries', 'from 0 to 5'],
    [{ region: 'r', retries: '3' }, 'ERR_OPTION_INVALID', '/retries', 'got a string'],
    [{ region: 'r', tags: { 'a/b~': 1 } }, 'ERR_OPTION_INVALID', '/tags/a~1b~0', 'expected a string'],
    [{ region: 'r', tags: ['a'] }, 'ERR_OPTION_INVALID', '/tags', 'expected an object, got an array'],
    [{ region: 'r', names: ['a', 1] }, 'ERR_OPTION_INVALID', '/names/1', 'expected a string'],
    [{ region: 'r', names: 'a' }, 'ERR_OPTION_INVALID', '/names', 'expected an array'],
    [{ region: 'r', now: 1 }, 'ERR_OPTION_INVALID', '/now', 'expected a function'],
    [{ region: 'r', strict: 'true' }, 'ERR_OPTION_INVALID', '/strict', 'expected `true` or `false`'],
    [null, 'ERR_OPTION_INVALID', '', 'options: expected an object, got null'],
    [undefined, 'ERR_OPTION_INVALID', '', 'expected an object'],
  ])('refuses %j', (value, code, path, message) => {
    expect(failure(value)).toMatchObject({ code, path, message: expect.stringContaining(message) });
  });

  it('reads any value or throws a ConfigurationError', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        try {
          read(value, '');
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationError);
        }
      }),
    );
  });
});

describe('recordOf', () => {
  it('keeps names that objects inherit', () => {
    const record = recordOf(text)(JSON.parse('{"__proto__":"a","constructor":"b"}'), '');
    expect(Object.entries(record)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    expect(record['toString']).toBeUndefined();
  });
});

it('escapes JSON Pointers', () => {
  expect(pointer('/a', 'b/c~d')).toBe('/a/b~1c~0d');
});
