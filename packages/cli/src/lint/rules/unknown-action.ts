import { nearestName } from '@cognito-iam/core';
import { actionsOf, cognitoActions, isCognito, servicePrefix } from '../cognito-actions.js';
import type { LintRule } from '../lint-rule.js';

/** An action that there is not: IAM takes any name. */
export const unknownAction: LintRule = {
  code: 'unknown-action',
  severity: 'error',
  summary: 'an action of `cognito-idp` does not exist, so naming it changes nothing',
  mend: '`cognito-iam actions` lists every action',
  *find({ statements }) {
    for (const { pointer, text } of statements.flatMap(({ action }) => action.entries)) {
      if (!isCognito(text) || /[*?]/.test(text) || actionsOf(text).length > 0) continue;
      const names = [...cognitoActions().values()].map(({ name }) => name);
      const nearest = nearestName(text.slice(servicePrefix.length), names);
      const message = `\`${text}\` is no action of Amazon Cognito user pools`;
      if (nearest === undefined) yield { pointer, message };
      else yield { pointer, message, mend: `did you mean \`${servicePrefix}${nearest}\`?` };
    }
  },
};
