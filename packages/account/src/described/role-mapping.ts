import type { RoleMappingOptions, RoleMappingRule } from '@cognito-iam/core';
import type { DescribedSource } from './described-source.js';
import { leftOut } from './left-out.js';
import { firstUnresolved, itemsOf, membersOf, type Resolved, textOf } from './resolved-value.js';

const matches: ReadonlyMap<string, RoleMappingRule['match']> = new Map([
  ['Equals', 'Equals'],
  ['Contains', 'Contains'],
  ['StartsWith', 'StartsWith'],
  ['NotEqual', 'NotEqual'],
]);

/** How a file names the members of a rule of an identity pool: claim, match type, value and role. */
export type RuleMembers = readonly [claim: string, match: string, value: string, role: string];

/** The mapping of one provider of an identity pool, as a file writes it. */
export interface WrittenMapping {
  readonly type: Resolved | undefined;
  readonly ambiguousRoleResolution: Resolved | undefined;
  readonly rules: Resolved | undefined;
  readonly ruleMembers: RuleMembers;
  /** The whole. */
  readonly mapping: Resolved;
}

/** Reads the mapping of one provider. A rule that cannot be told ends the list: what it might match is refused. */
export function providerMapping(
  file: DescribedSource,
  { type: written, ambiguousRoleResolution: ambiguous, rules: list, ruleMembers, mapping }: WrittenMapping,
  authenticatedRole: string | undefined,
): Pick<RoleMappingOptions, 'type' | 'rules' | 'ambiguousRoleResolution'> {
  const type = textOf(written);
  const wanted = textOf(ambiguous) === 'AuthenticatedRole';
  const ambiguousRoleResolution = wanted && authenticatedRole !== undefined ? 'AuthenticatedRole' : 'Deny';
  if (type === 'Token') return { type, ambiguousRoleResolution };
  if (type !== 'Rules' || list?.kind === 'unresolved') {
    leftOut(file, 'the role mapping of the identity pool', mapping, mapping.pointer);
    return { type: 'Rules', rules: [], ambiguousRoleResolution: 'Deny' };
  }
  const rules: RoleMappingRule[] = [];
  for (const item of itemsOf(list)) {
    const rule = mappingRule(item, ruleMembers);
    if (rule === undefined) {
      // A token that this rule might have matched must not come to a later one's role, nor to the default.
      leftOut(file, 'a rule of the role mapping, with all that come after it,', item, item.pointer);
      return { type, rules, ambiguousRoleResolution: 'Deny' };
    }
    rules.push(rule);
  }
  return { type, rules, ambiguousRoleResolution };
}

function mappingRule(item: Resolved, names: RuleMembers): RoleMappingRule | undefined {
  const members = membersOf(item);
  const [claim, matchType, value, role] = names.map((name) => textOf(members.get(name)));
  const match = matches.get(matchType ?? '');
  if (claim === undefined || match === undefined || value === undefined || role === undefined)
    return undefined;
  return { claim, match, value, role };
}

/** Whether a provider of an identity pool is no user pool: a public provider, or one of OpenID Connect or SAML. */
export function isOtherProvider(provider: string): boolean {
  return /^(accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com|appleid\.apple\.com|arn:)/.test(
    provider,
  );
}

/** Attributes for access control of an identity pool, as a file writes them. */
export interface WrittenPrincipalTags {
  /** What the file calls the resource. */
  readonly id: string;
  readonly useDefaults: Resolved | undefined;
  readonly tags: Resolved | undefined;
  readonly pointer: string;
}

/**
 * Reads attributes for access control. The defaults are AWS's.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/using-afac-with-cognito-identity-pools.html
 */
export function principalTagsOf(
  file: DescribedSource,
  written: readonly WrittenPrincipalTags[],
): Pick<RoleMappingOptions, 'principalTags'> {
  const read = new Map<string, string>();
  for (const { id, useDefaults, tags, pointer } of written) {
    if (textOf(useDefaults) === 'true') read.set('username', 'sub').set('client', 'aud');
    if (tags !== undefined && firstUnresolved(tags) !== undefined) {
      leftOut(file, `a principal tag of \`${id}\``, tags, pointer);
    }
    for (const [key, value] of membersOf(tags)) {
      const claim = textOf(value);
      if (claim !== undefined) read.set(key, claim);
    }
  }
  return read.size === 0 ? {} : { principalTags: Object.fromEntries(read) };
}
