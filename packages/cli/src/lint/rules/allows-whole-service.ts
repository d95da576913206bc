import { isCognito, servicePrefix } from '../cognito-actions.js';
import { namesEveryPool } from '../cognito-resources.js';
import type { LintRule } from '../lint-rule.js';

/** A grant of the whole service. */
export const allowsWholeService: LintRule = {
  code: 'allows-whole-service',
  severity: 'warning',
  summary: 'an Allow covers every action of `cognito-idp` on every user pool',
  mend: 'name the actions and the user pools that are needed',
  *find({ statements, type, variables }) {
    if (type !== 'identity') return;
    for (const { action, effect, resource } of statements) {
      if (effect === 'Deny' || action.negated || resource.negated) continue;
      if (!resource.entries.some(({ text }) => namesEveryPool(text, variables))) continue;
      for (const { pointer, text } of action.entries) {
        if (!isCognito(text) || !/^\*+$/.test(text.slice(servicePrefix.length))) continue;
        yield {
          pointer,
          message: `\`${text}\` allows every action on every user pool, deleting them among it`,
        };
      }
    }
  },
};
