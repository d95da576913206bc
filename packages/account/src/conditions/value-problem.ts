import {
  type ContextValue,
  compilePolicies,
  evaluate,
  type PolicySet,
  type PolicyStatement,
} from '@cognito-iam/core';
import type { KeyType } from './condition-keys.data.js';
import { knownKey } from './condition-keys.js';

/** What is wrong with the value of a condition key, without full stop. */
export interface ValueProblem {
  readonly message: string;
  readonly mend?: string;
}

type Condition = NonNullable<PolicyStatement['Condition']>;

/** Milliseconds since 1970 that somebody took for seconds are later. */
const latestDate: Condition = { DateLessThanEquals: { 'any:value': '9999-12-31T23:59:59Z' } };
const latestNumber: Condition = { NumericLessThanEquals: { 'any:value': '253402300799' } };
const anyAddress: Condition = { IpAddress: { 'any:value': ['0.0.0.0/0', '::/0'] } };

/** By the type of a key: conditions of which every value of that type meets one, and what a value is. */
const valueTypes: ReadonlyMap<KeyType, readonly [all: readonly Condition[], expected: string]> = new Map([
  ['Bool', [[{ Bool: { 'any:value': ['true', 'false'] } }], '`true` or `false`']],
  ['Number', [[{ NumericLessThanEquals: { 'any:value': '1e300' } }], 'a number']],
  ['IP address', [[anyAddress], 'an IP address such as 10.1.2.3 or 2001:db8::1']],
  ['Date', [[latestDate], 'a date such as 2027-03-01T12:00:00Z']],
  [
    'Date or number',
    [[latestDate, latestNumber], 'seconds since 1970, or a date such as 2027-03-01T12:00:00Z'],
  ],
]);

const readers = new Map<KeyType, PolicySet>();

/**
 * What is wrong with a value of a key whose type is known, by the engine's own operators: no condition would be met by
 * it, and refusals would come out of that alone. `undefined` for other keys, and for values that can be read.
 */
export function valueProblem(key: string, value: ContextValue): ValueProblem | undefined {
  const type = knownKey(key)?.type;
  const [all, expected] = (type && valueTypes.get(type)) ?? [];
  if (type === undefined || all === undefined) return undefined;
  const policies = readers.get(type) ?? allowingIfAny(all);
  readers.set(type, policies);
  const wrong = [value].flat().find((one) => !isRead(policies, one));
  if (wrong === undefined) return undefined;
  const isOfMilliseconds = /Date/.test(type) && /^\d{12,14}$/.test(String(wrong));
  return {
    message: `\`${key}\` is ${expected}; got ${String(wrong)}`,
    ...(isOfMilliseconds && { mend: `write ${Math.floor(Number(wrong) / 1000)}` }),
  };
}

function isRead(policies: PolicySet, value: ContextValue): boolean {
  const context = { 'any:value': value };
  const request = { action: 'cognito-idp:ListUsers', resource: '*', context };
  return evaluate(policies, request).decision === 'allowed';
}

function allowingIfAny(conditions: readonly Condition[]): PolicySet {
  const Statement = conditions.map(
    (one) => ({ Effect: 'Allow', Action: '*', Resource: '*', Condition: one }) as const,
  );
  return compilePolicies([{ Version: '2012-10-17', Statement }]);
}
