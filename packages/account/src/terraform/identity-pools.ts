import type { RoleMappingOptions } from '@cognito-iam/core';
import { leftOut } from '../described/left-out.js';
import { itemsOf, membersOf, type Resolved, textOf } from '../described/resolved-value.js';
import { isOtherProvider, principalTagsOf, providerMapping } from '../described/role-mapping.js';
import type { Plan, PlanResource } from './plan.js';

/**
 * How the identity pool of a plan or state maps tokens to roles; `undefined` where no roles are attached to one.
 * Without a role mapping every signed-in user has the authenticated role, whatever the token says.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cognito_identity_pool_roles_attachment
 */
export function roleMapping(plan: Plan): Partial<RoleMappingOptions> | undefined {
  const [attachment, ...others] = plan.typed('aws_cognito_identity_pool_roles_attachment');
  if (attachment === undefined) return undefined;
  for (const other of others) {
    leftOut(plan, `the role attachment \`${other.address}\``, undefined, other.pointer);
  }
  const poolId = attachment.text('identity_pool_id');
  const roles = attachment.attribute('roles');
  const role = roles?.kind === 'unresolved' ? roles : membersOf(roles).get('authenticated');
  const authenticatedRole = textOf(role);
  if (role !== undefined && authenticatedRole === undefined) {
    leftOut(plan, 'the authenticated role of the identity pool', role, attachment.pointer);
  }
  const shared = {
    ...(authenticatedRole !== undefined && { authenticatedRole }),
    ...(poolId !== undefined && { identityPoolId: poolId }),
    ...principalTags(plan, poolId),
  };
  const mapping = userPoolMapping(plan, attachment);
  if (mapping !== undefined) {
    const members = membersOf(mapping);
    const written = {
      type: members.get('type'),
      ambiguousRoleResolution: members.get('ambiguous_role_resolution'),
      rules: members.get('mapping_rule'),
      ruleMembers: ['claim', 'match_type', 'value', 'role_arn'] as const,
      mapping,
    };
    return { ...providerMapping(plan, written, authenticatedRole), ...shared };
  }
  const ambiguousRoleResolution = authenticatedRole === undefined ? 'Deny' : 'AuthenticatedRole';
  return { type: 'Rules', rules: [], ambiguousRoleResolution, ...shared };
}

/** The mapping of the user pool: an identity pool has one for each provider. */
function userPoolMapping(plan: Plan, attachment: PlanResource): Resolved | undefined {
  const written = attachment.attribute('role_mapping');
  if (written?.kind === 'unresolved') return written;
  const [first, ...others] = itemsOf(written).filter(
    (mapping) => !isOtherProvider(textOf(membersOf(mapping).get('identity_provider')) ?? ''),
  );
  for (const other of others)
    leftOut(plan, 'a second role mapping of the identity pool', other, other.pointer);
  return first;
}

function principalTags(plan: Plan, poolId: string | undefined): Pick<RoleMappingOptions, 'principalTags'> {
  const written = plan
    .typed('aws_cognito_identity_pool_provider_principal_tag')
    .filter(
      (one) =>
        one.text('identity_pool_id') === poolId && !isOtherProvider(one.text('identity_provider_name') ?? ''),
    )
    .map((resource) => ({
      id: resource.address,
      useDefaults: resource.attribute('use_defaults'),
      tags: resource.attribute('principal_tags'),
      pointer: resource.pointer,
    }));
  return principalTagsOf(plan, written);
}
