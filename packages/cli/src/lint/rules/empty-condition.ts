import type { LintRule } from '../lint-rule.js';

/** A condition of which nothing is left. */
export const emptyCondition: LintRule = {
  code: 'empty-condition',
  severity: 'warning',
  summary: 'a condition operator has no keys, or a key no values',
  mend: 'take it out, or write what was meant: an operator without keys always holds',
  *find({ statements }) {
    for (const { conditions, emptyOperators } of statements) {
      for (const pointer of emptyOperators)
        yield { pointer, message: 'the operator has no keys, so it always holds' };
      for (const { key, pointer, values } of conditions) {
        if (values.length === 0) yield { pointer, message: `\`${key}\` has no values to be compared with` };
      }
    }
  },
};
