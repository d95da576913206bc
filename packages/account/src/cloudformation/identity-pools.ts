import type { RoleMappingOptions } from '@cognito-iam/core';
import { leftOut } from '../described/left-out.js';
import { membersOf, type Resolved, textOf } from '../described/resolved-value.js';
import { isOtherProvider, principalTagsOf, providerMapping } from '../described/role-mapping.js';
import { typed } from './pools.js';
import type { Resource } from './resource.js';
import type { Stack } from './stack.js';

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
  const all = [...written.members].filter(
    ([key, value]) => !isOtherProvider(textOf(membersOf(value).get('IdentityProvider')) ?? key),
  );
  const [first, ...others] = all;
  for (const [key, value] of others) leftOut(stack, `the role mapping \`${key}\``, value, value.pointer);
  return first?.[1];
}

function mapped(
  stack: Stack,
  mapping: Resolved,
  authenticatedRole: string | undefined,
): ReturnType<typeof providerMapping> {
  const members = membersOf(mapping);
  const written = {
    type: members.get('Type'),
    ambiguousRoleResolution: members.get('AmbiguousRoleResolution'),
    rules: membersOf(members.get('RulesConfiguration')).get('Rules'),
    ruleMembers: ['Claim', 'MatchType', 'Value', 'RoleARN'] as const,
    mapping,
  };
  return providerMapping(stack, written, authenticatedRole);
}

function principalTags(stack: Stack, poolId: string | undefined): Pick<RoleMappingOptions, 'principalTags'> {
  const resources = typed(stack, 'AWS::Cognito::IdentityPoolPrincipalTag').filter(
    (one) => one.present === true && textOf(one.property('IdentityPoolId')) === poolId,
  );
  const written = resources.map(({ id, pointer, property }) => ({
    id,
    useDefaults: property('UseDefaults'),
    tags: property('PrincipalTags'),
    pointer,
  }));
  return principalTagsOf(stack, written);
}
