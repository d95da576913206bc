import type { AttachedPolicies, NamedPolicy, PolicyHolder, PrincipalOptions } from '@cognito-iam/core';
import { pointerOf } from '../json-pointer.js';
import type { ExplainedAccount } from './explained-account.js';
import { type PlacedPolicy, type PolicyAttachment, type PolicyFinder, policyList } from './policy-list.js';

/** Whose policies are listed: an entry of the directory, its root user or anonymous callers. */
export interface ListedHolder extends Pick<PolicyHolder, 'layers'> {
  readonly kind?: 'role' | 'user';
  readonly name?: string;
  /** For temporary credentials: their place in `sessions` of the directory's options. */
  readonly session?: number;
}

/** Every policy that applies to a principal of the account, each with its attachment and where it is written. */
export function policiesOfPrincipal(
  account: ExplainedAccount,
  holder: ListedHolder,
): readonly PlacedPolicy[] {
  return policyList(holder.layers, policyFinder(account, holder));
}

interface InlinePolicy {
  readonly name: string;
  readonly pointer: string;
  readonly attachment: PolicyAttachment;
}

function policyFinder(account: ExplainedAccount, holder: ListedHolder): PolicyFinder {
  const { directoryOptions, policyPlaces } = account;
  // A user and a group may each have an inline policy of one name: the layers have them in this order.
  const inline = [...inlinePolicies(account, holder)];
  const session = holder.session;
  const placesOf = (...pointers: string[]): Pick<PlacedPolicy, 'places'> => {
    const places = pointers.map((pointer) => policyPlaces.get(pointer)).find((found) => found !== undefined);
    return places === undefined ? {} : { places };
  };
  const managed = ({ name, arn = '' }: NamedPolicy): Pick<PlacedPolicy, 'attachment' | 'places'> => {
    const own = Object.keys(directoryOptions.managedPolicies ?? {}).filter(
      (key) => key === name || key === arn,
    );
    const places = placesOf(...own.map((key) => pointerOf('managedPolicies', key)));
    return { attachment: arn.includes(':iam::aws:policy/') ? 'aws-managed' : 'user-managed', ...places };
  };
  return (policy, { policyType, level, index }) => {
    if (policyType === 'serviceControl' || policyType === 'resourceControl') {
      const places = placesOf(
        pointerOf(`${policyType}Policies`, level, index),
        `${pointerOf(`${policyType}Policies`, level, index)}/document`,
      );
      return { attachment: 'none', ...places };
    }
    if (policy.arn !== undefined) return managed(policy);
    if (policyType === 'session') {
      const at = pointerOf('sessions', session ?? 0, 'sessionPolicies', 'inlinePolicies', policy.name);
      return { attachment: 'none', ...placesOf(at) };
    }
    const found = inline.findIndex(({ name }) => name === policy.name);
    const [own] = found < 0 ? [] : inline.splice(found, 1);
    return own === undefined
      ? { attachment: 'none' }
      : { attachment: own.attachment, ...placesOf(own.pointer) };
  };
}

function inlinePolicies(
  { directoryOptions }: ExplainedAccount,
  { kind, name }: ListedHolder,
): readonly InlinePolicy[] {
  if (kind === undefined || name === undefined) return [];
  const { roles = {}, users = {}, groups = {} } = directoryOptions;
  const entry: PrincipalOptions | undefined = kind === 'role' ? roles[name] : users[name];
  const ofGroups = kind === 'user' ? (users[name]?.groups ?? []) : [];
  return [
    ...namesIn(entry, kind, kind === 'role' ? 'roles' : 'users', name),
    ...ofGroups.flatMap((group) => namesIn(groups[group], 'group', 'groups', group)),
  ];
}

function namesIn(
  attached: AttachedPolicies | undefined,
  attachment: PolicyAttachment,
  ...owner: readonly string[]
): readonly InlinePolicy[] {
  return Object.keys(attached?.inlinePolicies ?? {}).map((name) => ({
    name,
    attachment,
    pointer: pointerOf(...owner, 'inlinePolicies', name),
  }));
}
