import type { LintRule } from '../lint-rule.js';

/** A grant of all but something. */
export const allowWithNot: LintRule = {
  code: 'allow-with-not',
  severity: 'warning',
  summary:
    'an Allow has `NotAction` or `NotResource`, and so allows all that it does not name, in every service',
  mend: 'name what is allowed, or keep the Allow wide and deny the rest by a Deny',
  *find({ statements, type }) {
    if (type !== 'identity') return;
    for (const { action, effect, pointer, resource } of statements) {
      if (effect === 'Deny') continue;
      if (action.negated) {
        const message = 'the statement allows every action that `NotAction` does not name, of every service';
        yield { pointer: `${pointer}/NotAction`, message };
      }
      if (resource.negated) {
        const message = 'the statement allows its actions on every resource that `NotResource` does not name';
        yield { pointer: `${pointer}/NotResource`, message };
      }
    }
  },
};
