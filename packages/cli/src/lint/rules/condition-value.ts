import { isIP } from 'node:net';
import { variablesIn } from '@cognito-iam/account';
import type { LintRule } from '../lint-rule.js';

const valid: readonly (readonly [operator: RegExp, expected: string, isValue: (text: string) => boolean])[] =
  [
    [/^Null$/, '`true` or `false`', isBoolean],
    [/^Bool$/, '`true` or `false`', isBoolean],
    [/^Numeric/, 'a number', (text) => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?$/.test(text)],
    [/^(?:Not)?IpAddress$/, 'an address or a range such as `203.0.113.0/24`', isAddressRange],
    [/^Arn/, 'an ARN, which has six parts', (text) => text.endsWith('*') || text.split(':').length >= 6],
  ];

/** A value that an operator cannot read. */
export const conditionValue: LintRule = {
  code: 'condition-value',
  severity: 'error',
  summary: 'a value is none that its condition operator reads, so it fits nothing',
  mend: 'write a value of the type of the operator',
  *find({ statements }) {
    for (const { base, operator, values } of statements.flatMap(({ conditions }) => conditions)) {
      const [, expected, isValue] = valid.find(([name]) => name.test(base)) ?? [];
      if (isValue === undefined) continue;
      for (const { pointer, text } of values) {
        // Variables where there may be none are findings of their own.
        if (isValue(text) || variablesIn(text).length > 0) continue;
        yield { pointer, message: `\`${operator}\` cannot read \`${text}\``, mend: `expected ${expected}` };
      }
    }
  },
};

function isBoolean(text: string): boolean {
  return /^(?:true|false)$/i.test(text);
}

function isAddressRange(text: string): boolean {
  const [address = '', bits, rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest !== undefined) return false;
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
