import { actionsOf, type CognitoAction, isCognito } from '../cognito-actions.js';
import { mayName, resourceTypes } from '../cognito-resources.js';
import type { LintRule } from '../lint-rule.js';
import type { LintedElement } from '../linted-policy.js';
import { reaches } from '../reaches.js';
import { listed } from '../statement-actions.js';

/** Actions and resources that never come together. */
export const resourceNotTaken: LintRule = {
  code: 'resource-not-taken',
  severity: 'error',
  summary: 'an action does not take the resources of its statement, so the statement never applies to it',
  mend: 'give the action a statement of its own, with a resource that it takes',
  *find({ statements, variables }) {
    for (const { action, resource } of statements) {
      if (action.negated || resource.negated) continue;
      for (const { text, pointer } of action.entries) {
        const actions = isCognito(text) ? actionsOf(text).filter(({ evaluated }) => evaluated) : [];
        const lost = actions.filter((one) => isMisplaced(one, resource, variables));
        const [first] = lost;
        if (first === undefined) continue;
        const isExact = !/[*?]/.test(text);
        const [type] = first.resourceTypes;
        const asked = type === undefined ? 'is asked about `*` alone' : `is asked about a ${spelled(type)}`;
        yield isExact
          ? {
              pointer,
              message: `\`${first.name}\` ${asked}, and no resource of the statement matches that`,
              mend:
                type === undefined
                  ? 'give it a statement of its own with `"Resource": "*"`'
                  : `name a ${spelled(type)}`,
            }
          : {
              pointer,
              severity: 'info',
              message: `\`${text}\` does not reach ${listed(lost.map(({ name }) => name))}: no resource of the statement is one that they take`,
              mend: 'where they are meant too, give them a statement of their own with `"Resource": "*"`',
            };
      }
    }
  },
};

/** What no action at all could take is a finding of its own. */
function isMisplaced(action: CognitoAction, resource: LintedElement, variables: boolean): boolean {
  if (reaches(action, resource, variables)) return false;
  return (
    action.resourceTypes.length === 0 ||
    resource.entries.some(({ text }) => resourceTypes.some((type) => mayName(text, type, variables)))
  );
}

function spelled(type: string): string {
  return type === 'webacl' ? 'web ACL' : 'user pool';
}
