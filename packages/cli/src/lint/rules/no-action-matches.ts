import { nearestName } from '@cognito-iam/core';
import { actionsOf, cognitoActions, isCognito, servicePrefix } from '../cognito-actions.js';
import type { LintRule } from '../lint-rule.js';

/** A wildcard that stands for no action. */
export const noActionMatches: LintRule = {
  code: 'no-action-matches',
  severity: 'error',
  summary: 'a wildcard matches no action of `cognito-idp`',
  mend: '`cognito-iam actions "<pattern>"` says what a pattern matches',
  *find({ statements }) {
    for (const { pointer, text } of statements.flatMap(({ action }) => action.entries)) {
      if (!isCognito(text) || !/[*?]/.test(text) || actionsOf(text).length > 0) continue;
      const message = `\`${text}\` matches no action of Amazon Cognito user pools`;
      const start = nearestStart(text.slice(servicePrefix.length));
      if (start === undefined) yield { pointer, message };
      else yield { pointer, message, mend: `did you mean \`${servicePrefix}${start}*\`?` };
    }
  },
};

/** What actions begin with that is most like the beginning of a pattern. */
function nearestStart(pattern: string): string | undefined {
  const [start = ''] = pattern.split(/[*?]/, 1);
  const starts = new Set<string>();
  for (const { name } of cognitoActions().values()) {
    const words = name.match(/[A-Z]+[a-z]*/g) ?? [];
    for (let count = 1; count <= words.length; count++) starts.add(words.slice(0, count).join(''));
  }
  return nearestName(start, [...starts]);
}
