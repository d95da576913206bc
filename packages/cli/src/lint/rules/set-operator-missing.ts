import { knownKey } from '@cognito-iam/account';
import type { LintRule } from '../lint-rule.js';

/** A key with many values that is compared as if it had one. */
export const setOperatorMissing: LintRule = {
  code: 'set-operator-missing',
  severity: 'error',
  summary: 'a key with many values stands under an operator without `ForAllValues` or `ForAnyValue`',
  mend: 'write `ForAnyValue:` or `ForAllValues:` before the operator',
  *find({ statements }) {
    for (const { pointer, base, set, key, operator } of statements.flatMap(({ conditions }) => conditions)) {
      if (set !== undefined || base === 'Null' || knownKey(key)?.multivalued !== true) continue;
      const message = `\`${key}\` has many values, and \`${operator}\` compares one`;
      yield { pointer, message, mend: `write \`ForAnyValue:${operator}\` or \`ForAllValues:${operator}\`` };
    }
  },
};
