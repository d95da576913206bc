import { knownKey, nearestKey, variablesIn } from '@cognito-iam/account';
import type { LintRule } from '../lint-rule.js';
import { lowerCase } from '../pattern.js';

/** A policy variable that never has a value. */
export const unknownVariable: LintRule = {
  code: 'unknown-variable',
  severity: 'error',
  summary: 'a policy variable names no condition key, or one with many values, and so never has a value',
  mend: 'name a key with a single value, such as `${aws:PrincipalTag/<key>}`',
  *find({ statements, variables }) {
    if (!variables) return;
    for (const { resource, conditions } of statements) {
      for (const { pointer, text } of [...resource.entries, ...conditions.flatMap(({ values }) => values)]) {
        for (const { written, key } of variablesIn(text)) {
          const known = knownKey(key);
          if (known?.multivalued === true) {
            const message = `\`${written}\` has no value: \`${known.key}\` has many`;
            yield { pointer, message };
          } else if (known === undefined && /^(?:aws|cognito-idp):|^[^:]*$/.test(lowerCase(key))) {
            const nearest = nearestKey(key);
            const message = `\`${written}\` has no value: there is no condition key \`${key}\``;
            yield nearest === undefined
              ? { pointer, message }
              : { pointer, message, mend: `did you mean \`\${${nearest}}\`?` };
          }
        }
      }
    }
  },
};
