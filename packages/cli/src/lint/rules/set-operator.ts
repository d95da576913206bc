import { knownKey } from '@cognito-iam/account';
import type { LintRule } from '../lint-rule.js';

/**
 * A set operator on a key with one value.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export const setOperator: LintRule = {
  code: 'set-operator',
  severity: 'warning',
  summary: '`ForAllValues` or `ForAnyValue` stands before a key that has a single value',
  mend: 'leave the prefix out: `ForAllValues` holds wherever the key is missing',
  *find({ statements }) {
    for (const { pointer, set, key, operator } of statements.flatMap(({ conditions }) => conditions)) {
      const known = knownKey(key);
      if (set === undefined || known === undefined || known.multivalued) continue;
      const plain = operator.slice(set.length + 1);
      yield {
        pointer,
        message: `\`${key}\` has a single value, and \`${set}\` is for many`,
        mend: `write \`${plain}\``,
      };
    }
  },
};
