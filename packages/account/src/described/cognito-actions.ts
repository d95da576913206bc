import { itemsOf, membersOf, type Resolved, textOf } from './resolved-value.js';

/**
 * The actions of a statement that may be `cognito-idp`'s, in words for a message; `undefined` where it is only about
 * other services. What is unresolved may be anything.
 */
export function cognitoActions(statement: Resolved): string | undefined {
  const members = membersOf(statement);
  if (statement.kind !== 'map') return 'any action';
  const action = members.get('Action');
  const notAction = members.get('NotAction');
  if (action === undefined && notAction === undefined) return 'any action';
  if (notAction !== undefined) {
    const excluded = itemsOf(notAction).map((entry) => textOf(entry)?.toLowerCase());
    const all = excluded.some(
      (entry) => entry !== undefined && ['*', '*:*', 'cognito-idp:*'].includes(entry),
    );
    return all ? undefined : 'all actions but some';
  }
  const entries = itemsOf(action);
  if (entries.some((entry) => textOf(entry) === undefined)) return 'any action';
  const own = entries.flatMap((entry) => textOf(entry) ?? []).filter(concernsCognito);
  return own.length === 0 ? undefined : listed(own);
}

/** Whether an entry of `Action` can cover an action of `cognito-idp`: a prefix has no wildcards but `*`. */
function concernsCognito(entry: string): boolean {
  const pattern = entry.toLowerCase();
  return pattern === '*' || pattern.startsWith('*:') || pattern.startsWith('cognito-idp:');
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
