import type { AccountPart } from '../account-part.js';
import {
  attachManagedPolicy,
  isBuiltInPolicy,
  knownManagedPolicies,
  setBoundary,
} from '../described/managed-policies.js';
import {
  type DescribedDocument,
  type OtherServices,
  policyDocument,
  reportOthers,
} from '../described/policy-document.js';
import { createDrafts, type Draft, finishedDirectory, type PrincipalKind } from '../described/principals.js';
import { itemsOf, membersOf, textOf, unresolved } from '../described/resolved-value.js';
import { tagsOf } from '../described/tags.js';
import { pointerOf } from '../json-pointer.js';
import { attachPolicies, keepExclusive } from './iam-attachments.js';
import type { IamReading } from './iam-reading.js';
import { iamArn, nameOf, pathOf } from './local-attributes.js';
import type { Plan, PlanResource } from './plan.js';
import { textIn } from './records.js';

const principalTypes: readonly (readonly [string, PrincipalKind])[] = [
  ['aws_iam_role', 'roles'],
  ['aws_iam_user', 'users'],
  ['aws_iam_group', 'groups'],
];

/** Reads the roles, users, groups and policies of a plan or state. */
export function iamPrincipals(
  plan: Plan,
): Pick<AccountPart, 'directory' | 'policyPlaces' | 'entryPlaces' | 'sourceIds'> {
  const drafts = createDrafts(plan);
  const managedPolicies = new Map<string, DescribedDocument>();
  const entryPlaces = new Map<string, ReturnType<typeof plan.source.placeOf>>();
  const others: OtherServices = { count: 0 };
  const policies = managedPoliciesOf(plan);
  const reading: IamReading = {
    plan,
    drafts,
    known: knownManagedPolicies(
      plan,
      policies.map(({ arn }) => arn),
    ),
    document: (written, what, { pointer }) =>
      policyDocument(
        written ?? unresolved(pointer, 'it has no policy'),
        what,
        undefined,
        plan.report,
        others,
      ),
  };
  for (const { arn, key, resource } of policies) {
    nameKnown(plan, resource);
    managedPolicies.set(
      key,
      reading.document(resource.attribute('policy'), `the managed policy \`${arn}\``, resource),
    );
    entryPlaces.set(pointerOf('managedPolicies', key), plan.source.placeOf(resource.pointer));
  }
  const added = new Map<PlanResource, Draft>();
  for (const [type, kind] of principalTypes) {
    for (const resource of plan.typed(type)) {
      nameKnown(plan, resource);
      const draft = drafts.add({
        kind,
        name: nameOf(resource),
        sourceId: resource.address,
        pointer: resource.pointer,
      });
      entryPlaces.set(pointerOf(kind, draft.name), plan.source.placeOf(resource.pointer));
      added.set(resource, draft);
    }
  }
  attachPolicies(reading);
  for (const [resource, draft] of added) {
    readPrincipal(reading, resource, draft, (name, policy) => void managedPolicies.set(name, policy));
  }
  keepExclusive(reading);
  reportOthers(others, plan.report, 'what is known only after the plan is applied');
  return { ...finishedDirectory(plan, drafts, managedPolicies), entryPlaces };
}

/** The managed policies of a plan with the ARNs that they have here, and those that it reads from the account. */
function managedPoliciesOf(
  plan: Plan,
): readonly { readonly arn: string; readonly key: string; readonly resource: PlanResource }[] {
  const own = plan.typed('aws_iam_policy').map((resource) => {
    const arn = iamArn(plan, 'policy', resource);
    return { arn, key: pathOf(resource) === '/' ? nameOf(resource) : arn, resource };
  });
  const there = new Set(own.map(({ arn }) => arn));
  const read = plan.resources.flatMap((resource) => {
    const arn =
      resource.type === 'aws_iam_policy' && resource.mode === 'data' ? resource.text('arn') : undefined;
    if (arn === undefined || resource.attribute('policy') === undefined) return [];
    if (there.has(arn) || isBuiltInPolicy(plan, arn)) return [];
    there.add(arn);
    return [{ arn, key: arn, resource }];
  });
  return [...own, ...read];
}

/** What roles, users and groups have of their own. */
function readPrincipal(
  reading: IamReading,
  resource: PlanResource,
  draft: Draft,
  addPolicy: (name: string, policy: DescribedDocument) => void,
): void {
  const { plan, known } = reading;
  readInlinePolicies(reading, resource, draft);
  // A role of a state lists whatever is attached to it, also what the plan takes away.
  const removed = plan
    .removed('aws_iam_role_policy_attachment')
    .map((before) => [before.get('role'), before.get('policy_arn')]);
  for (const policy of itemsOf(resource.attribute('managed_policy_arns'))) {
    const gone = removed.some(
      ([role, arn]) => role === draft.name && arn !== undefined && sameArn(textOf(policy), textIn(arn)),
    );
    if (!gone) attachManagedPolicy(plan, draft, policy, known);
  }
  if (draft.kind === 'groups') return;
  draft.path = pathOf(resource);
  const id = draft.kind === 'roles' ? resource.text('unique_id') : undefined;
  if (id !== undefined) draft.id = id;
  const boundary = resource.attribute('permissions_boundary');
  const standIn = `UnresolvedBoundary-${draft.name}`.slice(0, 128);
  if (boundary !== undefined && textOf(boundary) !== '')
    setBoundary(plan, draft, boundary, known, standIn, addPolicy);
  const all = resource.attribute('tags_all');
  const tags = all === undefined || all.kind === 'unresolved' ? resource.attribute('tags') : all;
  draft.tags = tagsOf(plan, tags, `\`${draft.name}\``);
}

function sameArn(one: string | undefined, two: string | undefined): boolean {
  // Accounts differ: one is local by now.
  const withoutAccount = (arn: string | undefined) => arn?.replace(/:\d{12}:/, '::');
  return withoutAccount(one) === withoutAccount(two);
}

function readInlinePolicies({ plan, document }: IamReading, resource: PlanResource, draft: Draft): void {
  const written = resource.attribute('inline_policy');
  if (written?.kind === 'unresolved') {
    draft.inlinePolicies.set(
      'inline_policy',
      document(written, `the inline policies of \`${draft.name}\``, resource),
    );
    return;
  }
  const removed = plan.removed('aws_iam_role_policy');
  for (const policy of itemsOf(written)) {
    const members = membersOf(policy);
    const name = textOf(members.get('name'));
    // Without a name, a block means that there are no inline policies.
    if (name === undefined || name === '' || draft.inlinePolicies.has(name)) continue;
    const gone = removed.some((before) => before.get('role') === draft.name && before.get('name') === name);
    if (gone) continue;
    draft.inlinePolicies.set(
      name,
      document(members.get('policy'), `\`${name}\` of \`${draft.name}\``, resource),
    );
  }
}

function nameKnown(plan: Plan, resource: PlanResource): void {
  const [name, prefix, path] = ['name', 'name_prefix', 'path'].map((one) => resource.attribute(one));
  const unknown = [name, prefix, path].find((one) => one?.kind === 'unresolved');
  if (unknown?.kind !== 'unresolved') return;
  plan.report(unknown.pointer, {
    severity: 'warning',
    code: 'unresolved-name',
    message: `\`${resource.address}\` is called \`${pathOf(resource).slice(1)}${nameOf(resource)}\` here: ${unknown.reason}`,
  });
}
