import { knownKey, nearestKey, valueProblem } from '@cognito-iam/account';
import type { ContextValue } from '@cognito-iam/core';
import { isRecord, TestKitError } from '../kit-error.js';

/**
 * Throws a {@link TestKitError} where a value is no IP address: no condition would be met by it, and refusals would pass
 * for that alone.
 */
export function requireAddress(sourceIp: unknown): void {
  const isAddress = typeof sourceIp === 'string' && valueProblem('aws:SourceIp', sourceIp) === undefined;
  if (isAddress) return;
  throw new TestKitError(
    `\`sourceIp\` is an IP address such as 10.1.2.3 or 2001:db8::1; got ${String(sourceIp)}`,
  );
}

/** Throws a {@link TestKitError} where tags are no texts by key; `name` is what they are called. */
export function requireTags(tags: unknown, name: string): void {
  const isTags = isRecord(tags) && Object.values(tags).every((value) => typeof value === 'string');
  if (isTags && !Object.hasOwn(tags, '')) return;
  throw new TestKitError(`\`${name}\` is tags by key, with text as values: { team: 'support' }`);
}

/**
 * Throws a {@link TestKitError} for what is no condition key or none that AWS has, and for what is no value of one:
 * refusals would pass for that alone. Keys of other services are anybody's. `elsewhere` are other circumstances.
 */
export function requireContext(
  context: Readonly<Record<string, ContextValue>>,
  elsewhere: readonly string[],
): void {
  if (!isRecord(context)) throw new TestKitError('`context` is values by condition key');
  for (const [key, value] of Object.entries(context)) {
    requireKeyOnce(key, elsewhere);
    // What is missing is so on purpose: it takes away what the account has.
    if (value === null || value === undefined) continue;
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (!values.every(isScalar)) {
      throw new TestKitError(
        `\`${key}\` in \`context\` is text, a number, true, false or a date, or a list of these; got ${String(value)}`,
      );
    }
    requireValue(key, value);
  }
}

const mostKept = 1024;
const sound = new Set<string>();

/** Tests ask with the same few keys over and over. */
function requireKeyOnce(key: string, elsewhere: readonly string[]): void {
  if (sound.has(key)) return;
  requireKey(key, elsewhere);
  if (sound.size >= mostKept) sound.clear();
  sound.add(key);
}

function requireValue(key: string, value: ContextValue): void {
  const problem = valueProblem(key, value);
  if (problem === undefined) return;
  const mend = problem.mend === undefined ? '' : `; ${problem.mend}, or a \`Date\``;
  throw new TestKitError(`${problem.message}${mend}`);
}

function requireKey(key: string, elsewhere: readonly string[]): void {
  // A tag has a name.
  if (!/^[^:\s]+:./.test(key) || /^[^/]*\/$/.test(key)) {
    const mend = elsewhere.includes(key)
      ? `give it to the account, \`account.with({ ${key}: … })\`, or write the key, such as \`aws:SourceIp\``
      : 'expected one such as `aws:SourceVpce`';
    throw new TestKitError(`\`${key}\` is no condition key: ${mend}`);
  }
  if (!/^(?:aws|cognito-idp):/i.test(key) || knownKey(key) !== undefined) return;
  const nearest = nearestKey(key);
  const hint = /^aws:/i.test(key)
    ? 'no request carries it'
    : 'Amazon Cognito user pools have no keys of their own';
  throw new TestKitError(
    `there is no condition key \`${key}\`; ${nearest === undefined ? hint : `did you mean \`${nearest}\`?`}`,
  );
}

function isScalar(value: unknown): value is string | number | boolean | Date {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  return typeof value === 'string' || typeof value === 'boolean';
}
