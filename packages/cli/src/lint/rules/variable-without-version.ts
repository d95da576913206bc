import { variablesIn } from '@cognito-iam/account';
import type { LintRule } from '../lint-rule.js';

/** What would be a policy variable under another version. */
export const variableWithoutVersion: LintRule = {
  code: 'variable-without-version',
  severity: 'error',
  summary: 'a policy of an old version, or of none, holds a policy variable, which is plain text there',
  mend: 'set `"Version": "2012-10-17"`',
  *find({ statements, variables }) {
    if (variables) return;
    for (const { resource, conditions } of statements) {
      for (const { pointer, text } of [...resource.entries, ...conditions.flatMap(({ values }) => values)]) {
        const [first] = variablesIn(text);
        if (first === undefined) continue;
        const message = `\`${first.written}\` is plain text: only version 2012-10-17 has policy variables`;
        yield { pointer, message };
      }
    }
  },
};
