import type { AccountPart } from '../account-part.js';
import { generatedName } from '../described/generated-name.js';
import { attachManagedPolicy, knownManagedPolicies, setBoundary } from '../described/managed-policies.js';
import {
  type DescribedDocument,
  type OtherServices,
  policyDocument,
  reportOthers,
} from '../described/policy-document.js';
import {
  addInlinePolicy,
  createDrafts,
  type Draft,
  finishedDirectory,
  type PrincipalKind,
} from '../described/principals.js';
import { itemsOf, membersOf, type Resolved, textOf, unresolved } from '../described/resolved-value.js';
import { tagsOf } from '../described/tags.js';
import { addPolicies, type PolicyReading } from './iam-policies.js';
import {
  groupName,
  iamPath,
  managedPolicyArn,
  managedPolicyName,
  roleId,
  roleName,
  userName,
} from './physical-names.js';
import type { Resource } from './resource.js';
import type { Stack } from './stack.js';

/** The types that are principals, with their kind and the property that names them. */
const principalTypes: ReadonlyMap<
  string,
  readonly [PrincipalKind, string, (stack: Stack, resource: Resource) => string]
> = new Map([
  ['AWS::IAM::Role', ['roles', 'RoleName', roleName]],
  ['AWS::IAM::User', ['users', 'UserName', userName]],
  ['AWS::IAM::Group', ['groups', 'GroupName', groupName]],
]);

/**
 * Reads the roles, users, groups and policies of a template; `policyArns` are those of its managed policies and of the
 * stacks around and in it.
 */
export function iamResources(
  stack: Stack,
  policyArns: Iterable<string>,
): Pick<AccountPart, 'directory' | 'policyPlaces' | 'sourceIds'> {
  const resources = [...stack.resources.values()];
  const drafts = createDrafts(stack);
  const managedPolicies = new Map<string, DescribedDocument>();
  const others: OtherServices = { count: 0 };
  const policies = resources.filter(({ type }) => type === 'AWS::IAM::ManagedPolicy');
  const known = knownManagedPolicies(stack, policyArns);
  const reading: PolicyReading = {
    stack,
    drafts,
    known,
    document: (written, what, present) =>
      policyDocument(written, what, present === true ? undefined : present, stack.report, others),
  };
  for (const policy of policies) {
    const path = iamPath(policy);
    const key = path === '/' ? managedPolicyName(stack, policy) : managedPolicyArn(stack, policy);
    nameKnown(stack, policy, 'ManagedPolicyName', key);
    const written =
      policy.property('PolicyDocument') ?? unresolved(policy.pointer, 'it has no `PolicyDocument`');
    managedPolicies.set(key, reading.document(written, `the managed policy \`${key}\``, policy.present));
  }
  for (const resource of resources) {
    const type = principalTypes.get(resource.type);
    if (type === undefined) continue;
    const [kind, property, nameOf] = type;
    const name = nameOf(stack, resource);
    nameKnown(stack, resource, property, name);
    const draft = drafts.add({ kind, name, sourceId: resource.id, pointer: resource.pointer });
    if (kind === 'roles') draft.id = roleId(stack, resource);
    readPrincipal(
      reading,
      resource,
      draft,
      (policyName, policy) => void managedPolicies.set(policyName, policy),
    );
  }
  for (const resource of resources) addPolicies(reading, resource);
  reportOthers(others, stack.report, 'what only the deployed stack knows');
  return finishedDirectory(stack, drafts, managedPolicies);
}

/** What roles, users and groups have in common. */
function readPrincipal(
  { stack, known, document }: PolicyReading,
  resource: Resource,
  draft: Draft,
  addPolicy: (name: string, policy: DescribedDocument) => void,
): void {
  const { present } = resource;
  for (const [index, policy] of itemsOf(resource.property('Policies')).entries()) {
    const members = membersOf(policy);
    const name = textOf(members.get('PolicyName')) ?? `${resource.id}Policy${index}`;
    const written = policy.kind === 'map' ? members.get('PolicyDocument') : policy;
    const what = `\`${name}\` of \`${draft.name}\``;
    const missing = unresolved(policy.pointer, 'it has no `PolicyDocument`');
    addInlinePolicy(stack, draft, name, document(written ?? missing, what, present), policy.pointer);
  }
  for (const policy of itemsOf(resource.property('ManagedPolicyArns'))) {
    attachManagedPolicy(stack, draft, present === true ? policy : present, known);
  }
  if (draft.kind === 'groups') return;
  draft.path = iamPath(resource);
  const path = resource.property('Path');
  if (path?.kind === 'unresolved') {
    stack.report(path.pointer, {
      severity: 'warning',
      code: 'unresolved-name',
      message: `the path of \`${draft.name}\` is not known, and is \`/\` here: ${path.reason}`,
      ...(path.mend !== undefined && { mend: path.mend }),
    });
  }
  const boundary = resource.property('PermissionsBoundary');
  if (boundary !== undefined) setBoundary(stack, draft, boundary, known, unknownBoundary(stack), addPolicy);
  draft.tags = tagsOf(stack, resource.property('Tags'), `\`${draft.name}\``);
  for (const group of itemsOf(draft.kind === 'users' ? resource.property('Groups') : undefined)) {
    addGroup(stack, draft, group);
  }
}

/** What the boundary that stands in for one that is not known is called. */
function unknownBoundary({ context }: Stack): string {
  return generatedName(context.stackName, 'UnresolvedBoundary', 128);
}

/** The groups of users are looked for when all are known. */
function addGroup(stack: Stack, draft: Draft, group: Resolved): void {
  const name = textOf(group);
  const names = [...stack.resources.values()].flatMap((resource) =>
    resource.type === 'AWS::IAM::Group' ? [groupName(stack, resource)] : [],
  );
  if (name !== undefined && names.includes(name)) {
    draft.groups.add(name);
    return;
  }
  stack.report(group.pointer, {
    severity: 'warning',
    code: 'unknown-principal',
    message: `\`${draft.name}\` is not put into the group ${name === undefined ? 'that is not known' : `\`${name}\``}: the template has no such group`,
  });
}

/** Tells of a name that the template gives and that cannot be told: the thing has a made up one here. */
function nameKnown(stack: Stack, resource: Resource, property: string, name: string): void {
  const given = resource.property(property);
  if (given?.kind !== 'unresolved') return;
  stack.report(given.pointer, {
    severity: 'warning',
    code: 'unresolved-name',
    message: `the name of \`${resource.id}\` is not known, and is \`${name}\` here: ${given.reason}`,
    ...(given.mend !== undefined && { mend: given.mend }),
  });
}
