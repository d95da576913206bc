import { takesPool } from '@cognito-iam/account';
import type { Subject } from '../account/subject.js';
import { termsText } from '../contract/terms.js';
import type { PermissionDifference } from './permission-differences.js';

const shown = 10;

/**
 * The permissions that two have on different terms, for the report of a test: what the first may more, and less; what is
 * on the same terms together; and the explanation of the first one that is about a pool that is known, or none.
 */
export function differencesText(
  head: string,
  differences: readonly PermissionDifference[],
  one: Subject,
  two: Subject,
): string {
  const more = differences.filter((difference) => difference.more && !difference.less);
  const less = differences.filter((difference) => difference.less && !difference.more);
  const otherwise = differences.filter((difference) => difference.more && difference.less);
  const parts = [
    ...part('may more', more),
    ...part('may less', less),
    ...part('may on other conditions', otherwise),
  ];
  const groups = new Map<string, PermissionDifference[]>();
  for (const difference of differences) {
    const terms = `  ${one.name}: ${termsText(difference.terms)}\n  ${two.name}: ${termsText(difference.others)}`;
    groups.set(terms, [...(groups.get(terms) ?? []), difference]);
  }
  const listed = [...groups].slice(0, shown).flatMap(([terms, group]) => ['', terms, ...places(group)]);
  const rest = groups.size > shown ? [`  and ${groups.size - shown} more`] : [];
  return [[head, ...parts].join('; '), ...listed, ...rest, ...explained(differences, one)].join('\n');
}

function part(title: string, differences: readonly PermissionDifference[]): readonly string[] {
  return differences.length === 0 ? [] : [`${title}: ${operationsOf(differences)}`];
}

/** Each once, of many the first. */
function operationsOf(differences: readonly PermissionDifference[]): string {
  const names = [...new Set(differences.map(({ action }) => action.replace(/^cognito-idp:/, '')))];
  const rest = names.length > shown ? ` and ${names.length - shown} more` : '';
  return `${names.slice(0, shown).join(', ')}${rest}`;
}

function places(group: readonly PermissionDifference[]): readonly string[] {
  const byPlace = new Map<string, PermissionDifference[]>();
  for (const difference of group) {
    const { action, pool } = difference;
    const on = takesPool(action) ? ` on ${pool ?? 'any other pool'}` : '';
    byPlace.set(on, [...(byPlace.get(on) ?? []), difference]);
  }
  return [...byPlace].map(([on, same]) => `    ${operationsOf(same)}${on}`);
}

function explained(differences: readonly PermissionDifference[], one: Subject): readonly string[] {
  const first = differences.find(({ action, pool }) => pool !== undefined || !takesPool(action));
  if (first === undefined) return [];
  const { action, pool } = first;
  return ['', one.can(action, pool === undefined ? {} : { on: one.permissions.poolArn(pool) }).toString()];
}
