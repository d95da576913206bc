import { type KeyType, knownKey, nearestKey } from '@cognito-iam/account';
import {
  type ContextValue,
  compilePolicies,
  evaluate,
  type PolicySet,
  type PolicyStatement,
} from '@cognito-iam/core';
import { isRecord, TestKitError } from '../kit-error.js';

function allowingIf(Condition: PolicyStatement['Condition']): PolicySet {
  const Statement = { Effect: 'Allow', Action: '*', Resource: '*', ...(Condition && { Condition }) } as const;
  return compilePolicies([{ Version: '2012-10-17', Statement }]);
}

/** Allows whatever comes from an address that IAM's own operator takes for one. */
const fromAnywhere = allowingIf({ IpAddress: { 'aws:SourceIp': ['0.0.0.0/0', '::/0'] } });

/** Dates of milliseconds since 1970 that somebody took for seconds are later. */
const latest = '3000-01-01T00:00:00Z';

/**
 * Throws a {@link TestKitError} where a value is no IP address: no condition would be met by it, and refusals would pass
 * for that alone.
 */
export function requireAddress(sourceIp: unknown): void {
  const request = { action: 'cognito-idp:ListUsers', resource: '*' };
  const isAddress =
    typeof sourceIp === 'string' &&
    evaluate(fromAnywhere, { ...request, context: { 'aws:SourceIp': sourceIp } }).decision === 'allowed';
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
    const type = keyType(key, elsewhere);
    // What is missing is so on purpose: it takes away what the account has.
    if (value === null || value === undefined) continue;
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (!values.every(isScalar)) {
      throw new TestKitError(
        `\`${key}\` in \`context\` is text, a number, true, false or a date, or a list of these; got ${String(value)}`,
      );
    }
    if (type !== undefined) for (const one of values) requireValue(key, type, one);
  }
}

const mostKept = 1024;
const keyTypes = new Map<string, KeyType | undefined>();

/** The type of a key, where it is known. Tests ask with the same few keys over and over. */
function keyType(key: string, elsewhere: readonly string[]): KeyType | undefined {
  if (!keyTypes.has(key)) {
    requireKey(key, elsewhere);
    if (keyTypes.size >= mostKept) keyTypes.clear();
    keyTypes.set(key, knownKey(key)?.type);
  }
  return keyTypes.get(key);
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

/** By the type of a key: an operator that reads every value of that type, and what one is. */
const valueTypes: ReadonlyMap<
  KeyType,
  readonly [operator: string, all: readonly string[], expected: string]
> = new Map([
  ['Bool', ['Bool', ['true', 'false'], '`true` or `false`']],
  ['Number', ['NumericLessThanEquals', ['1e300'], 'a number']],
  ['IP address', ['IpAddress', ['0.0.0.0/0', '::/0'], 'an IP address such as 10.1.2.3 or 2001:db8::1']],
  ['Date', ['DateLessThan', [latest], 'a date such as 2027-03-01T12:00:00Z']],
  [
    'Date or number',
    ['DateLessThan', [latest], 'seconds since 1970, or a date such as 2027-03-01T12:00:00Z'],
  ],
]);

const readers = new Map<KeyType, PolicySet>();

/** Asks the engine whether it reads a value as one of its key's type. */
function requireValue(key: string, type: KeyType, value: unknown): void {
  const [operator, all, expected] = valueTypes.get(type) ?? [];
  if (operator === undefined || all === undefined || !isScalar(value)) return;
  const policies = readers.get(type) ?? allowingIf({ [operator]: { 'kit:value': all } });
  readers.set(type, policies);
  const context = { 'kit:value': value };
  const { decision } = evaluate(policies, { action: 'cognito-idp:ListUsers', resource: '*', context });
  if (decision === 'allowed') return;
  const isOfMilliseconds = /Date/.test(type) && typeof value === 'number' && Number.isFinite(value);
  const mend = isOfMilliseconds ? `; write ${Math.floor(value / 1000)}, or a \`Date\`` : '';
  throw new TestKitError(`\`${key}\` is ${expected}; got ${String(value)}${mend}`);
}

function isScalar(value: unknown): value is string | number | boolean | Date {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  return typeof value === 'string' || typeof value === 'boolean';
}
