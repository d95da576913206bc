import { actionsOf, isCognito } from '../cognito-actions.js';
import type { LintRule } from '../lint-rule.js';
import { listed } from '../statement-actions.js';

const credentials: ReadonlyMap<string, string> = new Map([
  ['accessToken', "the user's access token"],
  ['accessTokenOrSession', "the user's access token or a session"],
  ['clientSecret', "the client's secret"],
  ['feedbackToken', 'a feedback token'],
  ['public', 'the client id alone'],
  ['refreshToken', 'a refresh token'],
  ['session', 'a session'],
]);

/**
 * An action that AWS does not ask IAM about.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
 */
export const neverEvaluated: LintRule = {
  code: 'never-evaluated',
  severity: 'warning',
  summary: 'IAM is never asked about an action: granting or denying it changes nothing',
  mend: 'take it out: such calls are authorized by a token, a session or the client',
  *find({ statements }) {
    for (const { pointer, text } of statements.flatMap(({ action }) => action.entries)) {
      const actions = isCognito(text) ? actionsOf(text) : [];
      const [first] = actions;
      if (first === undefined || actions.some(({ evaluated }) => evaluated)) continue;
      const by = credentials.get(first.operation?.authorization ?? '') ?? 'something else';
      const names = actions.map(({ name }) => name);
      const message =
        names.length === 1
          ? `IAM is never asked about \`${first.name}\`, which ${by} authorizes: naming it changes nothing`
          : `IAM is never asked about ${listed(names)}: naming them changes nothing`;
      yield { pointer, message };
    }
  },
};
