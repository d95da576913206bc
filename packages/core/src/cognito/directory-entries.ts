import { invalid, pointer } from '../options.js';
import { compilePolicies, type NamedPolicy, type PolicyLayers, type PolicySet } from '../policy/index.js';
import { uniqueIdOf } from './directory-ids.js';
import { isIamName, type Partition, type PrincipalOptions } from './directory-options.js';
import { attachedPolicies, type ManagedPolicyFinder } from './directory-policies.js';

/** The policies of a principal of the account: as they were given, and compiled. Immutable. */
export interface PolicyHolder {
  readonly layers: PolicyLayers;
  /** `layers`, compiled: one object for the whole life of the directory, so that caches can go by identity. */
  readonly policies: PolicySet;
}

/** A role or a user of the account. Immutable. */
export interface PrincipalEntry extends PolicyHolder {
  /** With the path: `arn:aws:iam::123456789012:role/service/Support`. */
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly partition: Partition;
  /** Unique id of 21 characters, unless the options gave another: `AROA…` for a role, `AIDA…` for a user. */
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A role of the account. */
export interface RoleEntry extends PrincipalEntry {
  readonly kind: 'role';
}

/** A user of the account. */
export interface UserEntry extends PrincipalEntry {
  readonly kind: 'user';
}

/** What every entry of one account is made with. */
export interface EntryContext {
  readonly account: string;
  readonly partition: Partition;
  readonly find: ManagedPolicyFinder;
  readonly control: Pick<PolicyLayers, 'serviceControl' | 'resourceControl'>;
}

/** Makes the entry of a role or user and compiles its policies; `ofGroups` are those of a user's groups. */
export function principalEntry(
  { account, partition, find, control }: EntryContext,
  kind: 'role' | 'user',
  name: string,
  options: PrincipalOptions,
  ofGroups: readonly NamedPolicy[],
  path: string,
): PrincipalEntry {
  requireIamName(name, 64, path);
  const arn = `arn:${partition}:iam::${account}:${kind}${options.path ?? '/'}${name}`;
  const boundary = options.permissionsBoundary;
  const layers: PolicyLayers = {
    // A managed policy that a user has twice, itself and through a group, counts once.
    identity: [...new Set([...attachedPolicies(options, find, path), ...ofGroups])],
    ...(boundary !== undefined && { boundary: find(boundary, pointer(path, 'permissionsBoundary')) }),
    ...control,
  };
  return {
    arn,
    name,
    account,
    partition,
    id: options.id ?? uniqueIdOf(kind === 'role' ? 'AROA' : 'AIDA', arn),
    tags: options.tags ?? Object.freeze({}),
    ...policyHolder(layers),
  };
}

/** Compiles policies that belong together. */
export function policyHolder(layers: PolicyLayers): PolicyHolder {
  return Object.freeze({ layers: Object.freeze(layers), policies: compilePolicies(layers) });
}

/** Finds entries by name or ARN; throws where two of them cannot live in one account. */
export function entryFinder<T extends PrincipalEntry>(
  entries: readonly T[],
  path: string,
): (nameOrArn: string) => T | undefined {
  const byName = new Map<string, T>();
  const byArn = new Map<string, T>();
  const taken = new Map<string, string>();
  for (const entry of entries) {
    for (const [what, word] of [
      ['name', entry.name.toLowerCase()],
      ['id', entry.id],
    ] as const) {
      const holder = taken.get(`${what} ${word}`);
      if (holder !== undefined) {
        throw invalid(
          pointer(path, entry.name),
          `\`${entry.name}\` has the ${what} of \`${holder}\`; IAM ignores letter case in names`,
        );
      }
      taken.set(`${what} ${word}`, entry.name);
    }
    byName.set(entry.name, entry);
    byArn.set(entry.arn, entry);
  }
  return (nameOrArn) => (nameOrArn.startsWith('arn:') ? byArn : byName).get(nameOrArn);
}

/** Throws where IAM would not take `name` for a role, user or group. */
export function requireIamName(name: string, longest: number, path: string): void {
  if (isIamName(name, longest)) return;
  throw invalid(
    path,
    `\`${name}\` is not an IAM name: up to ${longest} letters, digits and \`+=,.@_-\`; a path goes into \`path\``,
  );
}
