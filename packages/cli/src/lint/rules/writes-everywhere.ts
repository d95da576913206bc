import { actionsOf, isCognito, servicePrefix } from '../cognito-actions.js';
import { namesEveryPool } from '../cognito-resources.js';
import type { LintRule } from '../lint-rule.js';
import { listed } from '../statement-actions.js';

/** A grant to change every user pool. */
export const writesEverywhere: LintRule = {
  code: 'writes-everywhere',
  severity: 'warning',
  summary: 'an Allow without condition covers actions that change user pools, on every one of them',
  mend: 'name the user pools',
  *find({ statements, type, variables }) {
    if (type !== 'identity') return;
    for (const { action, conditions, effect, resource } of statements) {
      if (effect === 'Deny' || action.negated || resource.negated || conditions.length > 0) continue;
      const everywhere = resource.entries.find(({ text }) => namesEveryPool(text, variables));
      if (everywhere === undefined) continue;
      const writes = new Set(
        action.entries
          .filter(({ text }) => isCognito(text) && !/^\*+$/.test(text.slice(servicePrefix.length)))
          .flatMap(({ text }) => actionsOf(text))
          .filter(
            ({ entry, evaluated, resourceTypes }) =>
              evaluated && resourceTypes.length > 0 && isWrite(entry?.accessLevel),
          ),
      );
      if (writes.size === 0) continue;
      const names = listed([...writes].map(({ name }) => name));
      yield {
        pointer: everywhere.pointer,
        message: `\`${everywhere.text}\` allows ${names} on every user pool`,
      };
    }
  },
};

function isWrite(accessLevel: string | undefined): boolean {
  return accessLevel !== undefined && accessLevel !== 'Read' && accessLevel !== 'List';
}
