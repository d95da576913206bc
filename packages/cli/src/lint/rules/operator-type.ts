import { type KeyType, knownKey } from '@cognito-iam/account';
import type { LintRule } from '../lint-rule.js';

/** The types of keys whose values an operator reads, by how its name begins. */
const reads: ReadonlyMap<string, ReadonlySet<KeyType>> = new Map([
  ['Numeric', new Set<KeyType>(['Number', 'Date or number'])],
  ['Date', new Set<KeyType>(['Date', 'Date or number'])],
  ['Bool', new Set<KeyType>(['Bool'])],
  ['Binary', new Set<KeyType>([])],
  ['IpAddress', new Set<KeyType>(['IP address'])],
  ['NotIpAddress', new Set<KeyType>(['IP address'])],
  ['Arn', new Set<KeyType>(['ARN'])],
  // Every value has a text, and ARNs, `true` and `false` only one.
  ['String', new Set<KeyType>(['String', 'ARN', 'Bool'])],
]);

const fitting: ReadonlyMap<KeyType, string> = new Map([
  ['String', 'a String operator'],
  ['ARN', 'an ARN operator'],
  ['Bool', '`Bool`'],
  ['Date', 'a Date operator'],
  ['Date or number', 'a Date or Numeric operator'],
  ['IP address', '`IpAddress` or `NotIpAddress`'],
  ['Number', 'a Numeric operator'],
]);

/**
 * An operator that does not read values of its key's type.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const operatorType: LintRule = {
  code: 'operator-type',
  severity: 'error',
  summary: 'a condition operator does not fit the type of its key',
  mend: 'take the operator of the key: Date for times, IpAddress for addresses, Bool for `true` and `false`',
  *find({ statements }) {
    for (const { pointer, base, key, operator } of statements.flatMap(({ conditions }) => conditions)) {
      const known = knownKey(key);
      const [, types] = [...reads].find(([start]) => base.startsWith(start)) ?? [];
      if (known === undefined || types === undefined || types.has(known.type)) continue;
      const isText = base.startsWith('String');
      const message = isText
        ? `\`${operator}\` compares \`${key}\` as text, and it is of type ${known.type}`
        : `\`${operator}\` reads no value of \`${key}\`, which is of type ${known.type}`;
      const mend = `write ${fitting.get(known.type) ?? 'another operator'}`;
      yield isText ? { pointer, message, mend, severity: 'warning' } : { pointer, message, mend };
    }
  },
};
