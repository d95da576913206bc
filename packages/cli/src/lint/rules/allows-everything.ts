import type { LintRule } from '../lint-rule.js';

/** A grant of all of AWS. */
export const allowsEverything: LintRule = {
  code: 'allows-everything',
  severity: 'warning',
  summary: 'an Allow covers every action of every service',
  mend: 'name the actions that are needed; `cognito-iam generate` finds them in an audit log',
  *find({ statements, type }) {
    if (type !== 'identity') return;
    for (const { action, effect } of statements) {
      if (effect === 'Deny' || action.negated) continue;
      for (const { pointer, text } of action.entries) {
        if (!/^(?:\*:)?\*+$/.test(text)) continue;
        yield { pointer, message: `\`${text}\` allows every action of every service` };
      }
    }
  },
};
