import type { LintRule, RuleFinding } from '../lint-rule.js';
import type { LintedElement } from '../linted-policy.js';
import { actionCovers, resourceCovers } from '../statement-covers.js';

/** An entry of a list that another of the list covers. */
export const redundantEntry: LintRule = {
  code: 'redundant-entry',
  severity: 'info',
  summary: 'an action or a resource stands in a list beside a pattern that matches all of it',
  mend: 'take it out: nothing changes',
  *find({ statements, variables }) {
    for (const { action, resource } of statements) {
      yield* covered(action, actionCovers);
      yield* covered(resource, (outer, inner) => resourceCovers(outer, inner, variables));
    }
  },
};

function* covered(
  { entries }: LintedElement,
  covers: (outer: string, inner: string) => boolean,
): Generator<RuleFinding> {
  for (const [index, { pointer, text }] of entries.entries()) {
    const wider = entries.find(
      (one, at) => at !== index && covers(one.text, text) && (at < index || !covers(text, one.text)),
    );
    if (wider === undefined) continue;
    const message =
      wider.text === text
        ? `\`${text}\` is in the list twice`
        : `\`${wider.text}\` matches all of \`${text}\``;
    yield { pointer, message };
  }
}
