import { attachManagedPolicy } from '../described/managed-policies.js';
import { addInlinePolicy, type Draft, type PrincipalKind } from '../described/principals.js';
import { itemsOf, type Resolved, textOf, type Unresolved } from '../described/resolved-value.js';
import type { IamReading } from './iam-reading.js';
import { nameOf } from './local-attributes.js';
import type { PlanResource } from './plan.js';

const kinds: readonly (readonly [string, PrincipalKind])[] = [
  ['role', 'roles'],
  ['user', 'users'],
  ['group', 'groups'],
];

/** Attaches what resources attach to principals, and puts users into groups. */
export function attachPolicies(reading: IamReading): void {
  const { plan, known, document } = reading;
  for (const [one, kind] of kinds) {
    for (const resource of plan.typed(`aws_iam_${one}_policy`)) {
      for (const draft of targets(reading, resource, one, kind)) {
        const name = nameOf(resource);
        const read = document(resource.attribute('policy'), `\`${name}\` of \`${draft.name}\``, resource);
        addInlinePolicy(plan, draft, name, read, resource.pointer);
      }
    }
    for (const resource of plan.typed(`aws_iam_${one}_policy_attachment`)) {
      attach(resource, targets(reading, resource, one, kind));
    }
    for (const resource of plan.typed('aws_iam_policy_attachment')) {
      attach(resource, targets(reading, resource, kind, kind));
    }
  }
  for (const resource of plan.typed('aws_iam_user_group_membership')) {
    addToGroups(reading, resource, targets(reading, resource, 'user', 'users'), resource.attribute('groups'));
  }
  for (const resource of plan.typed('aws_iam_group_membership')) {
    addToGroups(reading, resource, targets(reading, resource, 'users', 'users'), resource.attribute('group'));
  }
  for (const { pointer, address } of plan.typed('aws_iam_access_key')) {
    plan.report(pointer, {
      severity: 'info',
      code: 'access-key',
      message: `the access key \`${address}\` is left out: it is one of the deployed account`,
      mend: 'give the user a key of your own in `accessKeys`',
    });
  }

  function attach(resource: PlanResource, drafts: readonly Draft[]): void {
    const arn = resource.attribute('policy_arn');
    for (const draft of drafts) if (arn !== undefined) attachManagedPolicy(plan, draft, arn, known);
  }
}

/** The principals that an attribute names. One that is not in the file is reported. */
function targets(
  { plan, drafts }: IamReading,
  resource: PlanResource,
  attribute: string,
  kind: PrincipalKind,
): readonly Draft[] {
  return itemsOf(resource.attribute(attribute)).flatMap((item) => {
    const name = textOf(item);
    const draft = name === undefined ? undefined : drafts.get(kind, name);
    if (draft !== undefined) return [draft];
    // Terraform ignores empty names.
    if (name === '') return [];
    const who = name === undefined ? 'what is not known' : `\`${name}\``;
    plan.report(item.pointer, {
      severity: 'warning',
      code: 'unknown-principal',
      message: `\`${resource.address}\` does nothing for ${who}: ${
        item.kind === 'unresolved' ? item.reason : `it is none of the ${kind} of the file`
      }`,
      ...(item.kind === 'unresolved' && item.mend !== undefined && { mend: item.mend }),
    });
    return [];
  });
}

function addToGroups(
  { plan, drafts }: IamReading,
  resource: PlanResource,
  users: readonly Draft[],
  groups: Resolved | undefined,
): void {
  for (const group of itemsOf(groups)) {
    const name = textOf(group);
    if (name !== undefined && drafts.get('groups', name) !== undefined) {
      for (const user of users) user.groups.add(name);
      continue;
    }
    plan.report(group.pointer, {
      severity: 'warning',
      code: 'unknown-principal',
      message: `\`${resource.address}\` puts nobody into ${
        name === undefined ? 'a group that is not known' : `\`${name}\`, which is no group of the file`
      }`,
    });
  }
}

/** Takes away what resources for exclusive management do not list, and attaches what they do. */
export function keepExclusive(reading: IamReading): void {
  const { plan, known } = reading;
  for (const [one, kind] of kinds) {
    for (const resource of plan.typed(`aws_iam_${one}_policies_exclusive`)) {
      const names = resource.attribute('policy_names');
      const kept = listed(reading, resource, names);
      for (const draft of kept === undefined ? [] : targets(reading, resource, `${one}_name`, kind)) {
        for (const name of [...draft.inlinePolicies.keys()]) {
          if (!kept?.includes(name)) draft.inlinePolicies.delete(name);
        }
      }
    }
    for (const resource of plan.typed(`aws_iam_${one}_policy_attachments_exclusive`)) {
      const arns = resource.attribute('policy_arns');
      const kept = listed(reading, resource, arns);
      for (const draft of kept === undefined ? [] : targets(reading, resource, `${one}_name`, kind)) {
        for (const arn of [...draft.managedPolicies]) {
          if (!kept?.includes(arn)) draft.managedPolicies.delete(arn);
        }
        const there = new Set(draft.managedPolicies);
        for (const arn of itemsOf(arns)) {
          if (!there.has(textOf(arn) ?? '')) attachManagedPolicy(plan, draft, arn, known);
        }
      }
    }
  }
}

/** The texts of a list; where one is not known, nothing is taken away, and that is told. */
function listed(
  { plan }: IamReading,
  resource: PlanResource,
  list: Resolved | undefined,
): readonly string[] | undefined {
  const items = itemsOf(list);
  const unknown = items.find((item): item is Unresolved => item.kind === 'unresolved');
  if (unknown === undefined) return items.flatMap((item) => textOf(item) ?? []);
  plan.report(unknown.pointer, {
    severity: 'warning',
    code: 'unresolved-value',
    message: `\`${resource.address}\` takes nothing away here: ${unknown.reason}`,
    ...(unknown.mend !== undefined && { mend: unknown.mend }),
  });
  return undefined;
}
