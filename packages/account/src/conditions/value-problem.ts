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

/** Dates of milliseconds since 1970 that somebody took for seconds are later. */
const latest = '3000-01-01T00:00:00Z';

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

/**
 * What is wrong with a value of a key whose type is known, by the engine's own operators: no condition would be met by
 * it, and refusals would come out of that alone. `undefined` for other keys, and for values that can be read.
 */
export function valueProblem(key: string, value: ContextValue): ValueProblem | undefined {
  const type = knownKey(key)?.type;
  const [operator, all, expected] = (type && valueTypes.get(type)) ?? [];
  if (type === undefined || operator === undefined || all === undefined) return undefined;
  const policies = readers.get(type) ?? allowingIf({ [operator]: { 'any:value': all } });
  readers.set(type, policies);
  const wrong = [value].flat().find((one) => !isRead(policies, one));
  if (wrong === undefined) return undefined;
  const isOfMilliseconds = /Date/.test(type) && /^\d+(?:\.\d+)?$/.test(String(wrong));
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

function allowingIf(Condition: NonNullable<PolicyStatement['Condition']>): PolicySet {
  const Statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition } as const;
  return compilePolicies([{ Version: '2012-10-17', Statement }]);
}
