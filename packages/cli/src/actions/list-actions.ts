import { nearestName } from '@cognito-iam/core';
import {
  actionsOf,
  type CognitoAction,
  cognitoActions,
  isCognito,
  servicePrefix,
} from '../lint/cognito-actions.js';
import { UserError } from '../user-error.js';

/** The actions that a pattern stands for, with or without `cognito-idp:`, by IAM's rules for wildcards. */
export function listActions(pattern: string, accessLevels: readonly string[]): readonly CognitoAction[] {
  const wanted = accessLevels.map(accessLevel);
  return matching(pattern).filter(
    ({ entry }) => wanted.length === 0 || wanted.includes(entry?.accessLevel ?? ''),
  );
}

function matching(pattern: string): readonly CognitoAction[] {
  if (pattern.includes(':') && !isCognito(pattern)) return pattern === '*:*' ? actionsOf(pattern) : [];
  return actionsOf(isCognito(pattern) ? pattern : `${servicePrefix}${pattern}`);
}

const levels: readonly string[] = ['List', 'Read', 'Write', 'Tagging', 'Permissions management'];

/** An access level in any letter case. */
function accessLevel(name: string): string {
  const found = levels.find((level) => level.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const nearest = nearestName(name, levels);
  const hint = nearest === undefined ? `there are ${levels.join(', ')}` : `did you mean \`${nearest}\`?`;
  throw new UserError(`there is no access level \`${name}\`: ${hint}`);
}

/** Why nothing was found. */
export function nothingFound(pattern: string, accessLevels: readonly string[]): string {
  const anyLevel = matching(pattern).length;
  if (anyLevel > 0) return `no action like \`${pattern}\` has the access level ${accessLevels.join(' or ')}`;
  const name = pattern.replace(/^[^:]*:/, '');
  const names = [...cognitoActions().values()].map((action) => action.name);
  const nearest = nearestName(name.replaceAll(/[*?]/g, ''), names);
  const hint =
    nearest === undefined ? '`cognito-iam actions` lists every one' : `did you mean \`${nearest}\`?`;
  return `no action of Amazon Cognito user pools is like \`${pattern}\`: ${hint}`;
}
