import { TestKitError } from '../kit-error.js';

/** Functions that a test vouches for: they hand every request on, or serve nothing that needs permission. */
export interface PassedFunctions {
  readonly has: (value: unknown) => boolean;
  /** Those that no application has. */
  readonly unused: () => readonly string[];
}

/** Takes names of functions, and functions. Throws a {@link TestKitError} for anything else. */
export function passedFunctions(given: readonly unknown[], harmless: ReadonlySet<unknown>): PassedFunctions {
  const met = new Set<unknown>();
  if (!Array.isArray(given))
    throw new TestKitError('`middleware` is a list of functions, and names of functions');
  for (const one of given) {
    if (typeof one === 'function' || (typeof one === 'string' && one !== '')) continue;
    throw new TestKitError('`middleware` takes functions, and names of functions');
  }
  return {
    has(value) {
      if (harmless.has(value)) return true;
      const found = given.find((one) => one === value || (typeof one === 'string' && one === nameOf(value)));
      met.add(found);
      return found !== undefined;
    },
    unused: () =>
      given.filter((one) => !met.has(one)).map((one) => (typeof one === 'string' ? one : shown(one))),
  };
}

/** A function in a message: its name, or how it begins. */
export function shown(value: unknown): string {
  const name = nameOf(value);
  if (name !== '') return name;
  const [line = ''] = String(value).split('\n');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/** Fastify and others bind what they are given. */
function nameOf(value: unknown): string {
  return typeof value === 'function' ? value.name.replace(/^(?:bound )+/, '') : '';
}
