import type { LintRule } from '../lint-rule.js';
import { lowerCase } from '../pattern.js';

/** A grant that is open where a key is missing. */
export const forAllValues: LintRule = {
  code: 'for-all-values',
  severity: 'warning',
  summary: 'an Allow rests on `ForAllValues`, which holds for every request without the key',
  mend: 'add `"Null": { "<key>": "false" }` to the condition',
  *find({ statements }) {
    for (const { conditions, effect } of statements) {
      if (effect === 'Deny') continue;
      const present = conditions
        .filter(({ base, set, values }) => base === 'Null' && set === undefined && values.every(isFalse))
        .map(({ key }) => lowerCase(key));
      for (const { pointer, set, key, operator } of conditions) {
        if (set !== 'ForAllValues' || present.includes(lowerCase(key))) continue;
        const message = `\`${operator}\` holds for every request without \`${key}\`, so the statement allows those`;
        yield { pointer, message, mend: `add \`"Null": { "${key}": "false" }\` to the condition` };
      }
    }
  },
};

function isFalse({ text }: { readonly text: string }): boolean {
  return text.toLowerCase() === 'false';
}
