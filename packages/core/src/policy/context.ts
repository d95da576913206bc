import type { ConditionKeys, KeyValue, Spellings } from './keys.js';
import type { ContextValue } from './types.js';

/**
 * The spelling under which a context has the value of each slot.
 *
 * Of two keys that differ only by letter case the one that sorts first by code unit is taken, so that their order never
 * matters; IAM leaves open which one it reads.
 */
export function spellingsOf(keys: ConditionKeys, context: Readonly<Record<string, ContextValue>>): Spellings {
  const last = keys.lastSpellings;
  if (last !== undefined && hasNames(context, last.names)) return last.spellings;
  const names = Object.keys(context);
  return keys.spellingsIn(names) ?? firstSpellings(keys, names, context);
}

const isOwn = Object.prototype.hasOwnProperty;

/** Whether these are the names of a context's own properties, in order. Unlike `Object.keys` it makes no list of them. */
function hasNames(context: Readonly<Record<string, ContextValue>>, names: readonly string[]): boolean {
  let at = 0;
  for (const name in context) {
    if (name !== names[at] || !isOwn.call(context, name)) return false;
    at++;
  }
  return at === names.length;
}

/** For a context with several spellings of one key: of those that have a value, the one that sorts first. */
function firstSpellings(
  keys: ConditionKeys,
  names: readonly string[],
  context: Readonly<Record<string, ContextValue>>,
): Spellings {
  const spellings: (string | undefined)[] = keys.template.map(() => undefined);
  for (const name of names) {
    const slot = keys.slotOfSpelling(name);
    if (slot < 0 || toKeyValue(context[name]) === undefined) continue;
    const other = spellings[slot];
    if (other === undefined || name < other) spellings[slot] = name;
  }
  return spellings;
}

/** A context value as statements see it, whatever a request brings; `undefined` where IAM takes the key for missing. */
export function toKeyValue(value: unknown): KeyValue {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return toText(value);
  const texts: string[] = [];
  for (const item of value) {
    const text = toText(item);
    if (text !== undefined) texts.push(text);
  }
  return texts.length === 0 ? undefined : texts;
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!(value instanceof Date)) return undefined;
  return textOfTime(timeOf(value));
}

let lastTime = Number.NaN;
let lastText = 'Invalid Date';

/** As IAM writes a time. Requests of one second have the same, so the last is kept. */
function textOfTime(time: number): string {
  if (Number.isNaN(time)) return 'Invalid Date';
  if (time !== lastTime) {
    lastText = new Date(time).toISOString().replace('.000Z', 'Z');
    lastTime = time;
  }
  return lastText;
}

/** `NaN` for what only claims to be a date. */
function timeOf(date: Date): number {
  try {
    return date.getTime();
  } catch {
    return Number.NaN;
  }
}

/** Whether a key's value is null to IAM: missing, or nothing but empty text. */
export function isNull(value: KeyValue): boolean {
  if (value === undefined || value === '') return true;
  return typeof value !== 'string' && value.every((item) => item === '');
}
