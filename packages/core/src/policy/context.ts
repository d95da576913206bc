import type { ConditionKeys, KeyValue } from './keys.js';
import type { ContextValue } from './types.js';

/**
 * The values of the keys that statements read, by slot.
 *
 * Total on whatever a request brings: a value that is no condition value counts as missing. Of two keys that
 * differ only by letter case the one that sorts first by code unit is taken, so that their order never
 * matters; IAM leaves open which one it reads.
 */
export function readContext(
  keys: ConditionKeys,
  context: Readonly<Record<string, ContextValue>> | undefined,
): readonly KeyValue[] {
  if (keys.template.length === 0) return keys.template;
  const values = keys.template.slice();
  if (context === undefined || context === null) return values;
  let filled: Map<number, string> | undefined;
  for (const spelling of Object.keys(context)) {
    const slot = keys.slotOfSpelling(spelling);
    if (slot < 0) continue;
    const value = toKeyValue(context[spelling]);
    if (value === undefined) continue;
    if (values[slot] !== undefined) {
      filled ??= spellingsBySlot(keys, context);
      const chosen = filled.get(slot);
      if (chosen !== spelling) continue;
    }
    values[slot] = value;
  }
  return values;
}

function spellingsBySlot(
  keys: ConditionKeys,
  context: Readonly<Record<string, ContextValue>>,
): Map<number, string> {
  const chosen = new Map<number, string>();
  for (const spelling of Object.keys(context)) {
    const slot = keys.slotOfSpelling(spelling);
    if (slot < 0 || toKeyValue(context[spelling]) === undefined) continue;
    const other = chosen.get(slot);
    if (other === undefined || spelling < other) chosen.set(slot, spelling);
  }
  return chosen;
}

/** A context value as statements see it; `undefined` where IAM takes the key for missing. */
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
  const time = timeOf(value);
  return Number.isNaN(time) ? 'Invalid Date' : new Date(time).toISOString().replace('.000Z', 'Z');
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
