import type { RoleMappingOptions, RoleMappingRule } from '@cognito-iam/core';
import { leftOut, typed } from './pools.js';
import { firstUnresolved, itemsOf, membersOf, type Resolved, textOf } from './resolved-value.js';
import type { Resource } from './resources.js';
import type { Stack } from './stack.js';

const matches: ReadonlyMap<string, RoleMappingRule['match']> = new Map([
  ['Equals', 'Equals'],
  ['Contains', 'Contains'],
  ['StartsWith', 'StartsWith'],
  ['NotEqual', 'NotEqual'],
]);

/**
 * How the identity pool of a template maps tokens to roles; `undefined` where the template attaches no roles to one.
 * Without a role mapping every signed-in user has the authenticated role, whatever the token says.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-identitypoolroleattachment.html
 */
export function roleMapping(stack: Stack): Partial<RoleMappingOptions> | undefined {
  const [attachment, ...others] = typed(stack, 'AWS::Cognito::IdentityPoolRoleAttachment').filter(
    ({ present }) => present === true,
  );
  if (attachment === undefined) return undefined;
  for (const other of others) {
    leftOut(stack, `the role attachment \`${other.id}\``, undefined, other.pointer);
  }
  const poolId = textOf(attachment.property('IdentityPoolId'));
  const role = membersOf(attachment.property('Roles')).get('authenticated');
  const authenticatedRole = textOf(role);
  if (role !== undefined && authenticatedRole === undefined) {
    leftOut(stack, 'the authenticated role of the identity pool', role, attachment.pointer);
  }
  const shared = {
    ...(authenticatedRole !== undefined && { authenticatedRole }),
    ...(poolId !== undefined && { identityPoolId: poolId }),
    ...principalTags(stack, poolId),
  };
  const mapping = userPoolMapping(stack, attachment);
  if (mapping !== undefined) return { ...mapped(stack, mapping, authenticatedRole), ...shared };
  const ambiguousRoleResolution = authenticatedRole === undefined ? 'Deny' : 'AuthenticatedRole';
  return { type: 'Rules', rules: [], ambiguousRoleResolution, ...shared };
}

/** The mapping of the user pool: an identity pool has one for each provider. */
function userPoolMapping(stack: Stack, attachment: Resource): Resolved | undefined {
  const written = attachment.property('RoleMappings');
  if (written === undefined) return undefined;
  if (written.kind !== 'map') return written;
  const all = [...written.members].filter(([key, value]) => {
    const provider = textOf(membersOf(value).get('IdentityProvider')) ?? key;
    const isOther = /^(accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com|appleid\.apple\.com|arn:)/;
    return !isOther.test(provider);
  });
  const [first, ...others] = all;
  for (const [key, value] of others) leftOut(stack, `the role mapping \`${key}\``, value, value.pointer);
  return first?.[1];
}

function mapped(
  stack: Stack,
  mapping: Resolved,
  authenticatedRole: string | undefined,
): Pick<RoleMappingOptions, 'type' | 'rules' | 'ambiguousRoleResolution'> {
  const members = membersOf(mapping);
  const type = textOf(members.get('Type'));
  const wanted = textOf(members.get('AmbiguousRoleResolution')) === 'AuthenticatedRole';
  const ambiguousRoleResolution = wanted && authenticatedRole !== undefined ? 'AuthenticatedRole' : 'Deny';
  if (type === 'Token') return { type, ambiguousRoleResolution };
  if (type !== 'Rules') {
    leftOut(stack, 'the role mapping of the identity pool', mapping, mapping.pointer);
    return { type: 'Rules', rules: [], ambiguousRoleResolution: 'Deny' };
  }
  const rules: RoleMappingRule[] = [];
  for (const item of itemsOf(membersOf(members.get('RulesConfiguration')).get('Rules'))) {
    const rule = mappingRule(item);
    if (rule === undefined) {
      // A token that this rule might have matched must not come to a later one's role, nor to the default.
      leftOut(stack, 'a rule of the role mapping, with all that come after it,', item, item.pointer);
      return { type, rules, ambiguousRoleResolution: 'Deny' };
    }
    rules.push(rule);
  }
  return { type, rules, ambiguousRoleResolution };
}

function mappingRule(item: Resolved): RoleMappingRule | undefined {
  const members = membersOf(item);
  const [claim, matchType, value, role] = ['Claim', 'MatchType', 'Value', 'RoleARN'].map((name) =>
    textOf(members.get(name)),
  );
  const match = matches.get(matchType ?? '');
  if (claim === undefined || match === undefined || value === undefined || role === undefined)
    return undefined;
  return { claim, match, value, role };
}

/**
 * Attributes for access control. The defaults are AWS's.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/using-afac-with-cognito-identity-pools.html
 */
function principalTags(stack: Stack, poolId: string | undefined): Pick<RoleMappingOptions, 'principalTags'> {
  const resources = typed(stack, 'AWS::Cognito::IdentityPoolPrincipalTag').filter(
    (one) => one.present === true && textOf(one.property('IdentityPoolId')) === poolId,
  );
  const tags = new Map<string, string>();
  for (const resource of resources) {
    const useDefaults = textOf(resource.property('UseDefaults'));
    if (useDefaults === 'true') tags.set('username', 'sub').set('client', 'aud');
    const written = resource.property('PrincipalTags');
    if (written !== undefined && firstUnresolved(written) !== undefined) {
      leftOut(stack, `a principal tag of \`${resource.id}\``, written, resource.pointer);
    }
    for (const [key, value] of membersOf(written)) {
      const claim = textOf(value);
      if (claim !== undefined) tags.set(key, claim);
    }
  }
  return tags.size === 0 ? {} : { principalTags: Object.fromEntries(tags) };
}
