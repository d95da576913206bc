import type { ContextValue } from '../policy/index.js';
import { foldCase } from '../policy/letter-case.js';

/** A text with its length before it, so that texts in a row cannot be read in two ways; a missing one is `-`. */
export function encodeText(text: string | undefined): string {
  return text === undefined ? '-' : `${text.length}:${text}`;
}

/**
 * The members of a context whose keys, letter case aside, are in `keys` (lower case): as a text that differs wherever
 * a policy could tell two contexts apart. `undefined` where a value is of no known type, which nothing is said about.
 */
export function encodeContext(
  context: Readonly<Record<string, ContextValue>> | undefined,
  keys: ReadonlySet<string>,
): string | undefined {
  if (context === undefined || keys.size === 0) return '';
  let encoded = '';
  for (const name of Object.keys(context)) {
    if (!keys.has(name) && !keys.has(foldCase(name))) continue;
    const value = encodeValue(context[name]);
    if (value === undefined) return undefined;
    // As it is spelled: of two spellings of one key the engine reads one.
    encoded += encodeText(name) + value;
  }
  return encoded;
}

function encodeValue(value: unknown): string | undefined {
  if (!Array.isArray(value)) return encodeScalar(value);
  let encoded = `[${value.length}`;
  // By index, so that holes count.
  for (let index = 0; index < value.length; index++) {
    const item = encodeScalar(value[index]);
    if (item === undefined) return undefined;
    encoded += item;
  }
  return encoded;
}

/** The first letter tells the type: the text `1` and the number 1 are different values. */
function encodeScalar(value: unknown): string | undefined {
  if (typeof value === 'string') return `s${encodeText(value)}`;
  if (typeof value === 'number') return `n${encodeText(Object.is(value, -0) ? '-0' : String(value))}`;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (value instanceof Date) return `d${encodeText(String(value.getTime()))}`;
  return value === undefined || value === null ? 'u' : undefined;
}
