import { variablesIn } from '@cognito-iam/account';
import type { LintRule } from '../lint-rule.js';
import { resourcePart } from '../pattern.js';

/** A policy variable where IAM takes none. */
export const variableNotTaken: LintRule = {
  code: 'variable-not-taken',
  severity: 'error',
  summary: 'a policy variable stands where IAM takes none, and so is plain text',
  mend: 'variables belong after the fifth colon of an ARN and in values of String, ARN and Bool operators',
  *find({ statements, variables }) {
    if (!variables) return;
    for (const { resource, conditions } of statements) {
      for (const { pointer, text } of resource.entries) {
        for (const { written, at } of variablesIn(text)) {
          if (at >= (resourcePart(text, true) ?? 0)) continue;
          yield {
            pointer,
            message: `\`${written}\` is plain text: it stands before the fifth colon of the ARN`,
          };
        }
      }
      for (const { base, operator, values } of conditions) {
        if (/^(?:String|Arn|Bool)/.test(base)) continue;
        for (const { pointer, text } of values) {
          for (const { written } of variablesIn(text)) {
            yield { pointer, message: `\`${written}\` is plain text: \`${operator}\` takes no variables` };
          }
        }
      }
    }
  },
};
