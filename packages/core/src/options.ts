import { ConfigurationError } from './errors.js';
import { pointerStep } from './policy/json-text.js';
import { nearestName } from './policy/nearest-name.js';

/**
 * Reads the option found at `path` (a JSON Pointer, `''` for the whole): gives the value as `T`, copied where it is
 * an object, and throws a {@link ConfigurationError} where it cannot be used.
 */
export type OptionReader<T> = (value: unknown, path: string) => T;

/** The reader of an option that may be left out; see {@link optional}. */
export interface OptionalReader<T> {
  readonly read: OptionReader<T>;
}

/** One reader for each option of `T`; an option that `T` marks with `?` needs an {@link OptionalReader}. */
export type OptionReaders<T> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K>
    ? OptionalReader<Exclude<T[K], undefined>>
    : OptionReader<T[K]>;
};

/** An option that may be left out. `undefined` counts as left out; `null` does not. */
export function optional<T>(read: OptionReader<T>): OptionalReader<T> {
  return { read };
}

/** An object with the named options and no others: an unknown one is an error that names the nearest known one. */
export function optionsOf<T>(readers: OptionReaders<T>): OptionReader<T> {
  const known = new Map<string, OptionReader<unknown> | OptionalReader<unknown>>(Object.entries(readers));
  return (value, path) => {
    const given = ownMembers(value, path, [...known.keys()]);
    for (const name of given.keys()) {
      if (!known.has(name)) {
        throw new ConfigurationError(
          'ERR_OPTION_UNKNOWN',
          pointer(path, name),
          `\`${name}\` is not an option; ${suggest(name, [...known.keys()])}`,
        );
      }
    }
    const options: Record<string, unknown> = Object.create(null);
    for (const [name, reader] of known) {
      const at = pointer(path, name);
      const member = given.get(name);
      if (member === undefined) {
        if (typeof reader === 'function') {
          throw missing(name, at, reader);
        }
      } else {
        options[name] = (typeof reader === 'function' ? reader : reader.read)(member, at);
      }
    }
    // Every member of T has gone through its own reader above.
    return Object.freeze(options) as T;
  };
}

/**
 * Changes to options that have been read: those named are read and take the place of the ones before, `undefined`
 * leaves one out. What it gives has the others as they were.
 */
export function changesOf<T extends object>(
  readers: Partial<OptionReaders<T>>,
): (before: T, changes: unknown) => T {
  const known = new Map<string, OptionReader<unknown> | OptionalReader<unknown>>(Object.entries(readers));
  const loose = Object.fromEntries(
    [...known].map(([name, reader]) => [name, typeof reader === 'function' ? optional(reader) : reader]),
  );
  const readNamed = optionsOf<Readonly<Record<string, unknown>>>(loose);
  return (before, changes) => {
    const read = readNamed(changes, '');
    const after = new Map<string, unknown>(Object.entries(before));
    for (const name of ownMembers(changes, '').keys()) {
      const reader = known.get(name);
      if (Object.hasOwn(read, name)) after.set(name, read[name]);
      else if (typeof reader === 'function') throw missing(name, pointer('', name), reader);
      else after.delete(name);
    }
    // Every member has gone through its own reader, here or before.
    return Object.freeze(Object.fromEntries(after)) as T;
  };
}

function missing(name: string, at: string, reader: OptionReader<unknown>): ConfigurationError {
  return new ConfigurationError('ERR_OPTION_MISSING', at, `\`${name}\` is required${expectation(reader)}`);
}

/** What a reader would take: the first half of what it says of nothing. */
function expectation(read: OptionReader<unknown>): string {
  try {
    read(undefined, '');
  } catch (error) {
    const said =
      error instanceof ConfigurationError ? /expected .*(?=, got )/.exec(error.message)?.[0] : undefined;
    if (said !== undefined) return `: ${said}`;
  }
  return '';
}

/** An object whose keys are the user's own names; the copy has no prototype, so any name is safe. */
export function recordOf<T>(read: OptionReader<T>, keys?: string): OptionReader<Readonly<Record<string, T>>> {
  return (value, path) => {
    if (keys !== undefined && Array.isArray(value)) {
      throw invalid(path, `expected an object whose keys are ${keys}, got an array`);
    }
    const record: Record<string, T> = Object.create(null);
    for (const [name, member] of ownMembers(value, path)) record[name] = read(member, pointer(path, name));
    return Object.freeze(record);
  };
}

/** An array, each of whose items `read` accepts. */
export function listOf<T>(read: OptionReader<T>): OptionReader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw invalid(path, `expected an array, got ${kindOf(value)}`);
    return Object.freeze(
      Array.from(value, (item: unknown, index) => read(item, pointer(path, String(index)))),
    );
  };
}

/** A string that is not empty. */
export const text: OptionReader<string> = (value, path) => {
  if (typeof value !== 'string') throw invalid(path, `expected a string, got ${kindOf(value)}`);
  if (value === '') throw invalid(path, 'expected a string that is not empty');
  return value;
};

/** `true` or `false`, never text that means one of them. */
export const boolean: OptionReader<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw invalid(path, `expected \`true\` or \`false\`, got ${kindOf(value)}`);
  return value;
};

/** A whole number from `least` to `most`. */
export function integer(least: number, most: number = Number.MAX_SAFE_INTEGER): OptionReader<number> {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
      const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
      throw invalid(path, `expected a whole number ${range}, got ${kindOf(value)}`);
    }
    return value;
  };
}

/** One of the words given. */
export function oneOf<const T extends string>(...words: readonly T[]): OptionReader<T> {
  return (value, path) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) {
      const got = typeof value === 'string' ? `\`${value}\`` : kindOf(value);
      throw invalid(path, `expected ${listed(words, 'or')}, got ${got}`);
    }
    return word;
  };
}

/** A function; what it takes and gives is left to the type. */
export function functionOf<T extends (...args: never[]) => unknown>(): OptionReader<T> {
  return (value, path) => {
    if (typeof value !== 'function') throw invalid(path, `expected a function, got ${kindOf(value)}`);
    return value as T;
  };
}

/** The JSON Pointer of `name` within `path`. https://www.rfc-editor.org/rfc/rfc6901 */
export function pointer(path: string, name: string): string {
  return path + pointerStep(name);
}

/** The error for an option whose value cannot be used. */
export function invalid(path: string, message: string): ConfigurationError {
  return new ConfigurationError('ERR_OPTION_INVALID', path, message);
}

/** The end of a message about an unknown name: the nearest known name, or all of them where none is near. */
export function suggest(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return `did you mean \`${nearest}\`?`;
  return known.length === 0 ? 'none is known here' : `known: ${listed(known, 'and')}`;
}

function ownMembers(
  value: unknown,
  path: string,
  names: readonly string[] = [],
): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const having = names.length > 0 && names.length < 5 ? ` with ${listed(names, 'and')}` : '';
    throw invalid(path, `expected an object${having}, got ${kindOf(value)}`);
  }
  return new Map<string, unknown>(Object.entries(value));
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number' || typeof value === 'boolean') return `\`${value}\``;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function listed(words: readonly string[], conjunction: 'and' | 'or'): string {
  const quoted = words.map((word) => `\`${word}\``);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${conjunction} ${last}`;
}
