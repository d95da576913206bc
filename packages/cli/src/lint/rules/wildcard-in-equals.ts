import { variablesIn } from '@cognito-iam/account';
import type { LintRule } from '../lint-rule.js';

/** A wildcard that is none. */
export const wildcardInEquals: LintRule = {
  code: 'wildcard-in-equals',
  severity: 'warning',
  summary:
    'a value of an operator that compares whole texts has `*` or `?` in it, which is no wildcard there',
  mend: 'write `StringLike` or `StringNotLike`',
  *find({ statements }) {
    for (const { base, operator, values } of statements.flatMap(({ conditions }) => conditions)) {
      if (!/^String(?:Not)?Equals/.test(base)) continue;
      for (const { pointer, text } of values) {
        const plain = variablesIn(text).reduce((left, { written }) => left.replace(written, ''), text);
        if (!/[*?]/.test(plain.replaceAll(/\$\{[*?$]\}/g, ''))) continue;
        const like = operator.replace(/Equals(?:IgnoreCase)?/, 'Like');
        const message = `\`${operator}\` takes \`${text}\` as it is written: it has no wildcards`;
        yield { pointer, message, mend: `write \`${like}\`` };
      }
    }
  },
};
