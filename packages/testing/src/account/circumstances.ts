import { type ContextValue, compilePolicies, evaluate } from '@cognito-iam/core';
import { TestKitError } from '../kit-error.js';

/** Allows whatever comes from an address that IAM's own operator takes for one. */
const fromAnywhere = compilePolicies({
  identity: [
    {
      Version: '2012-10-17',
      Statement: {
        ...{ Effect: 'Allow', Action: '*', Resource: '*' },
        Condition: { IpAddress: { 'aws:SourceIp': ['0.0.0.0/0', '::/0'] } },
      },
    },
  ],
});

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
  const isRecord = typeof tags === 'object' && tags !== null && !Array.isArray(tags);
  if (isRecord && Object.values(tags).every((value) => typeof value === 'string')) return;
  throw new TestKitError(`\`${name}\` is tags by key, with text as values: { team: 'support' }`);
}

/** Throws a {@link TestKitError} for what is no condition key, and for what is no value of one; `elsewhere` are other circumstances. */
export function requireContext(
  context: Readonly<Record<string, ContextValue>>,
  elsewhere: readonly string[],
): void {
  for (const [key, value] of Object.entries(context)) {
    if (!/^[^:\s]+:./.test(key)) {
      const mend = elsewhere.includes(key)
        ? `give it to the account, \`account.with({ ${key}: … })\`, or write the key, such as \`aws:SourceIp\``
        : 'expected one such as `aws:SourceVpce`';
      throw new TestKitError(`\`${key}\` is no condition key: ${mend}`);
    }
    // What is missing is so on purpose: it takes away what the account has.
    if (
      value === null ||
      value === undefined ||
      isScalar(value) ||
      (Array.isArray(value) && value.every(isScalar))
    )
      continue;
    throw new TestKitError(
      `\`${key}\` in \`context\` is text, a number, true, false or a date, or a list of these; got ${String(value)}`,
    );
  }
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  return typeof value === 'string' || typeof value === 'boolean';
}
