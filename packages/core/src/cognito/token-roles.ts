import { type Claims, claimList, claimOf, claimTexts } from './claims.js';
import type { Directory } from './directory.js';
import type { RoleEntry } from './directory-entries.js';
import type { RoleMappingRule } from './role-mapping-options.js';

/** Why a token was given no role. */
export type RoleRefusalReason =
  | 'unknownRole'
  | 'ambiguousRole'
  | 'noRole'
  | 'malformedClaim'
  | 'malformedTag';

/** A token that leads to no role; `message` is for a log, never for the caller. */
export interface RoleRefusal {
  readonly denied: RoleRefusalReason;
  readonly message: string;
}

/** A role; several of which none comes first; none at all (`undefined`); or a refusal that no default mends. */
export type RoleChoice = RoleEntry | 'ambiguous' | undefined | RoleRefusal;

/** The role that each group has, with its precedence. */
export type GroupRoles = ReadonlyMap<string, { readonly role: RoleEntry; readonly precedence: number }>;

/** A rule whose role was found. */
export type ResolvedRule = Omit<RoleMappingRule, 'role'> & { readonly role: RoleEntry };

/** A refusal. */
export function refusal(denied: RoleRefusalReason, message: string): RoleRefusal {
  return { denied, message };
}

/**
 * The role that the token names, in the order of identity pools: `cognito:preferred_role`, the only one of
 * `cognito:roles`, and, where it names none, the role of its group with the lowest precedence.
 */
export function roleOfToken(claims: Claims, directory: Directory, groups: GroupRoles): RoleChoice {
  const preferred = claimOf(claims, 'cognito:preferred_role');
  if (preferred !== undefined && preferred !== '') {
    if (typeof preferred !== 'string') return malformed('cognito:preferred_role');
    return directory.role(preferred) ?? unknownRole(preferred);
  }
  const named = claimList(claims, 'cognito:roles');
  if (named === undefined) return malformed('cognito:roles');
  let chosen: RoleEntry | 'ambiguous' | undefined;
  for (const name of named) {
    const role = directory.role(name);
    if (role === undefined) return unknownRole(name);
    chosen = chosen === undefined || chosen === role ? role : 'ambiguous';
  }
  return chosen ?? roleOfGroups(claims, groups);
}

function roleOfGroups(claims: Claims, groups: GroupRoles): RoleChoice {
  if (groups.size === 0) return undefined;
  const names = claimList(claims, 'cognito:groups');
  if (names === undefined) return malformed('cognito:groups');
  let chosen: RoleEntry | 'ambiguous' | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const group = groups.get(name);
    if (group === undefined || group.precedence > lowest) continue;
    const first = chosen === undefined || group.precedence < lowest;
    chosen = first || chosen === group.role ? group.role : 'ambiguous';
    lowest = group.precedence;
  }
  return chosen;
}

/** The role of the first rule that the token matches. */
export function roleOfRules(claims: Claims, rules: readonly ResolvedRule[]): RoleEntry | undefined {
  return rules.find((rule) => matches(rule, valuesOf(claims, rule.claim)))?.role;
}

// Lists by definition, even where they arrive as one text: `scope` is separated by blanks.
const listClaims: ReadonlySet<string> = new Set(['cognito:groups', 'cognito:roles', 'scope']);

function valuesOf(claims: Claims, name: string): readonly string[] {
  return (listClaims.has(name) ? claimList(claims, name) : undefined) ?? claimTexts(claims, name);
}

function matches({ match, value }: ResolvedRule, values: readonly string[]): boolean {
  switch (match) {
    case 'Equals':
      return values.includes(value);
    case 'NotEqual':
      return values.length > 0 && !values.includes(value);
    case 'StartsWith':
      return values.some((text) => text.startsWith(value));
    case 'Contains':
      return values.some((text) => text.includes(value));
  }
}

function unknownRole(name: string): RoleRefusal {
  const shown = name.length > 200 ? `${name.slice(0, 200)}…` : name;
  return refusal('unknownRole', `the token names role \`${shown}\`, which the directory does not hold`);
}

function malformed(claim: string): RoleRefusal {
  return refusal('malformedClaim', `claim \`${claim}\` is neither text nor a list of text`);
}
