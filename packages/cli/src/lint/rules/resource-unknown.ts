import { mayName, resourceTypes } from '../cognito-resources.js';
import type { LintRule } from '../lint-rule.js';
import { isOnlyCognito } from '../statement-actions.js';

/** A resource that no action of the statement is ever asked about. */
export const resourceUnknown: LintRule = {
  code: 'resource-unknown',
  severity: 'error',
  summary:
    'a resource of a statement about `cognito-idp` is no user pool and no web ACL, so it matches nothing',
  mend: 'name user pools: `arn:aws:cognito-idp:<region>:<account>:userpool/<region>_<id>`; users, groups and clients have no ARN',
  *find({ statements, variables }) {
    for (const { resource } of statements.filter(isOnlyCognito)) {
      for (const { pointer, text } of resource.entries) {
        if (resourceTypes.some((type) => mayName(text, type, variables))) continue;
        // A variable where there may be none is a finding of its own.
        const filled = text.replaceAll(/\$\{[^}]*\}/g, '*');
        if (resourceTypes.some((type) => mayName(filled, type, variables))) continue;
        yield { pointer, message: `\`${text}\` is the ARN of no user pool${reason(text)}` };
      }
    }
  },
};

function reason(text: string): string {
  const [, , service = '', , account = '', resource = ''] = text.split(':');
  if (service !== 'cognito-idp' && !/[*?]/.test(service)) return `, but of \`${service}\``;
  if (!/^[\d*?]*$/.test(account)) return `: \`${account}\` is no account`;
  if (/^userpool\/[^_*?$]+$/.test(resource)) return ': the id of a pool is `<region>_<letters>`';
  return '';
}
