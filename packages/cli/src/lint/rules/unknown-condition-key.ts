import { knownKey, nearestKey } from '@cognito-iam/account';
import type { LintRule } from '../lint-rule.js';
import { lowerCase } from '../pattern.js';

/** A global key, or one of the service, that there is not. */
export const unknownConditionKey: LintRule = {
  code: 'unknown-condition-key',
  severity: 'error',
  summary: 'a condition key does not exist, so no request carries it',
  mend: 'Amazon Cognito user pools have no keys of their own: use global ones, such as `aws:ResourceTag/<key>`',
  *find({ statements }) {
    for (const { pointer, key } of statements.flatMap(({ conditions }) => conditions)) {
      const name = lowerCase(key);
      if (!/^(?:aws|cognito-idp):/.test(name) && name.includes(':')) continue;
      if (knownKey(key) !== undefined) continue;
      const nearest = nearestKey(key);
      const message = name.includes(':')
        ? `there is no condition key \`${key}\``
        : `\`${key}\` is no condition key: it has no prefix`;
      if (nearest === undefined) yield { pointer, message };
      else yield { pointer, message, mend: `did you mean \`${nearest}\`?` };
    }
  },
};
