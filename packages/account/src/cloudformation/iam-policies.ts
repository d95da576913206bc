import { attachManagedPolicy } from '../described/managed-policies.js';
import type { DescribedDocument } from '../described/policy-document.js';
import { addInlinePolicy, type Draft, type Drafts, type PrincipalKind } from '../described/principals.js';
import { itemsOf, type Resolved, scalar, textOf, unresolved } from '../described/resolved-value.js';
import { groupName, managedPolicyArn } from './physical-names.js';
import type { Resource } from './resource.js';
import type { Stack } from './stack.js';

/** What policies are read with. */
export interface PolicyReading {
  readonly stack: Stack;
  readonly drafts: Drafts;
  /** Names and ARNs of the managed policies whose documents are known. */
  readonly known: ReadonlySet<string>;
  readonly document: (written: Resolved, what: string, present: Resource['present']) => DescribedDocument;
}

const lists: readonly (readonly [string, PrincipalKind])[] = [
  ['Roles', 'roles'],
  ['Users', 'users'],
  ['Groups', 'groups'],
];

/** The types of an inline policy of one principal, with the property that names it. */
const inlineTypes: ReadonlyMap<string, readonly [string, PrincipalKind]> = new Map([
  ['AWS::IAM::RolePolicy', ['RoleName', 'roles']],
  ['AWS::IAM::UserPolicy', ['UserName', 'users']],
  ['AWS::IAM::GroupPolicy', ['GroupName', 'groups']],
]);

/** Attaches what a resource attaches to principals: policies that are resources, and members of groups. */
export function addPolicies(reading: PolicyReading, resource: Resource): void {
  const inline = inlineTypes.get(resource.type);
  if (inline !== undefined) {
    const [property, kind] = inline;
    attachInline(reading, resource, targets(reading, resource, property, kind));
  } else if (resource.type === 'AWS::IAM::Policy') {
    attachInline(
      reading,
      resource,
      lists.flatMap(([property, kind]) => targets(reading, resource, property, kind)),
    );
  } else if (resource.type === 'AWS::IAM::ManagedPolicy') attachManaged(reading, resource);
  else if (resource.type === 'AWS::IAM::UserToGroupAddition') addUsers(reading, resource);
  else if (resource.type === 'AWS::IAM::AccessKey') {
    reading.stack.report(resource.pointer, {
      severity: 'info',
      code: 'access-key',
      message: `the access key \`${resource.id}\` is left out: its secret is made when the stack is deployed`,
      mend: 'give the user a key of your own in `accessKeys`',
    });
  }
}

function attachInline(
  { stack, document }: PolicyReading,
  resource: Resource,
  drafts: readonly Draft[],
): void {
  const name = textOf(resource.property('PolicyName')) ?? resource.id;
  const written =
    resource.property('PolicyDocument') ?? unresolved(resource.pointer, 'it has no `PolicyDocument`');
  if (drafts.length === 0) return;
  const who = drafts.map((draft) => `\`${draft.name}\``).join(', ');
  const read = document(written, `\`${name}\` of ${who}`, resource.present);
  for (const draft of drafts) addInlinePolicy(stack, draft, name, read, resource.pointer);
}

function attachManaged(reading: PolicyReading, resource: Resource): void {
  const arn = scalar(resource.pointer, managedPolicyArn(reading.stack, resource));
  for (const [property, kind] of lists) {
    for (const draft of targets(reading, resource, property, kind)) {
      attachManagedPolicy(reading.stack, draft, arn, reading.known);
    }
  }
}

/** The principals that a property names. One that is not in the template is reported: the policy has no effect on it. */
function targets(
  { stack, drafts }: PolicyReading,
  resource: Resource,
  property: string,
  kind: PrincipalKind,
): readonly Draft[] {
  return itemsOf(resource.property(property)).flatMap((item) => {
    const name = textOf(item);
    const draft = name === undefined ? undefined : drafts.get(kind, name);
    if (draft !== undefined) return [draft];
    const who = name === undefined ? 'what is not known' : `\`${name}\``;
    stack.report(item.pointer, {
      severity: 'warning',
      code: 'unknown-principal',
      message: `\`${resource.id}\` does nothing for ${who}: ${
        item.kind === 'unresolved' ? item.reason : `it is none of the ${kind} of the template`
      }`,
    });
    return [];
  });
}

function addUsers(reading: PolicyReading, resource: Resource): void {
  const { stack } = reading;
  const group = textOf(resource.property('GroupName'));
  const names = [...stack.resources.values()].flatMap((other) =>
    other.type === 'AWS::IAM::Group' ? [groupName(stack, other)] : [],
  );
  if (group === undefined || !names.includes(group) || resource.present !== true) {
    stack.report(resource.pointer, {
      severity: 'warning',
      code: 'unknown-principal',
      message: `\`${resource.id}\` puts nobody into its group: ${
        resource.present === true ? 'the template has no such group' : resource.present.reason
      }`,
    });
    return;
  }
  for (const draft of targets(reading, resource, 'Users', 'users')) draft.groups.add(group);
}
