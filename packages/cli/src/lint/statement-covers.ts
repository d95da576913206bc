import { contains, overlaps, type Pattern } from '@cognito-iam/account';
import type { LintedCondition, LintedElement, LintedStatement } from './linted-policy.js';
import { isNegated } from './linted-policy.js';
import { actionPattern, lowerCase, resourcePattern } from './pattern.js';

/**
 * Whether every request that `inner` applies to is one that `outer` applies to. `true` is always right; `false` may
 * mean that it is not sure.
 */
export function statementCovers(outer: LintedStatement, inner: LintedStatement, variables: boolean): boolean {
  return (
    elementCovers(outer.action, inner.action, actionEntries) &&
    elementCovers(outer.resource, inner.resource, resourceEntries(variables)) &&
    outer.conditions.every((condition) => inner.conditions.some((one) => implies(one, condition)))
  );
}

/** How entries of an element compare. */
interface Entries {
  /** Whether `outer` matches all that `inner` does. */
  readonly covers: (outer: string, inner: string) => boolean;
  /** Whether nothing is matched by both. */
  readonly disjoint: (one: string, other: string) => boolean;
}

function elementCovers(outer: LintedElement, inner: LintedElement, { covers, disjoint }: Entries): boolean {
  const outers = outer.entries.map(({ text }) => text);
  const inners = inner.entries.map(({ text }) => text);
  if (!outer.negated && outers.includes('*')) return true;
  if (!outer.negated) {
    return !inner.negated && inners.every((one) => outers.some((entry) => covers(entry, one)));
  }
  if (!inner.negated) return inners.every((one) => outers.every((entry) => disjoint(entry, one)));
  // What the outer leaves out, the inner leaves out as well.
  return outers.every((entry) => inners.some((one) => covers(one, entry)));
}

const actionEntries: Entries = {
  covers: (outer, inner) => patternCovers(actionPattern(outer), actionPattern(inner)),
  disjoint: (one, other) => patternsDisjoint(actionPattern(one), actionPattern(other)),
};

function resourceEntries(variables: boolean): Entries {
  return {
    covers: (outer, inner) => resourceCovers(outer, inner, variables),
    disjoint: (one, other) =>
      one !== '*' &&
      other !== '*' &&
      patternsDisjoint(resourcePattern(one, variables), resourcePattern(other, variables)),
  };
}

/** Whether one entry of `Action` stands for all that another does. */
export function actionCovers(outer: string, inner: string): boolean {
  return actionEntries.covers(outer, inner);
}

/** Whether one entry of `Resource` stands for all that another does. */
export function resourceCovers(outer: string, inner: string, variables: boolean): boolean {
  if (outer === inner || outer === '*') return true;
  if (inner === '*') return false;
  return patternCovers(resourcePattern(outer, variables), resourcePattern(inner, variables));
}

function patternCovers(outer: Pattern | undefined, inner: Pattern | undefined): boolean {
  return outer !== undefined && inner !== undefined && contains(outer, inner);
}

function patternsDisjoint(one: Pattern | undefined, other: Pattern | undefined): boolean {
  return one !== undefined && other !== undefined && !overlaps(one, other);
}

/** Whether the second condition holds wherever the first does. */
function implies(given: LintedCondition, wanted: LintedCondition): boolean {
  if (given.operator !== wanted.operator || lowerCase(given.key) !== lowerCase(wanted.key)) return false;
  const values = given.values.map(({ text }) => text);
  const others = wanted.values.map(({ text }) => text);
  if (values.length === 0 || others.length === 0) return values.length === others.length;
  const fewer = values.every((value) => others.includes(value));
  const more = others.every((value) => values.includes(value));
  if (given.base === 'Null') return fewer && more;
  // One value of a list is enough; of a negated operator none may fit.
  return isNegated(given) ? more : fewer;
}
