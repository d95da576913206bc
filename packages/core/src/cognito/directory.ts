import type { PolicySet, PolicySource } from '../policy/index.js';
import type { Credential } from './credential.js';
import type { PolicyHolder, RoleEntry, UserEntry } from './directory-entries.js';
import type { OrganizationOptions, Partition } from './directory-options.js';

/** One AWS account as IAM sees it: who there is, and which policies apply to whom. Immutable. */
export interface Directory {
  readonly account: string;
  readonly partition: Partition;
  /** Absent where the account is in no organization. */
  readonly organization: OrganizationOptions | undefined;
  readonly roles: readonly RoleEntry[];
  readonly users: readonly UserEntry[];
  /** Every access key and all temporary credentials. Their secrets are not enumerable. */
  readonly credentials: readonly Credential[];
  /** The root user, whom only service and resource control policies limit. */
  readonly root: PolicyHolder;
  /** Callers without credentials, to whom only resource control policies apply. */
  readonly anonymous: PolicyHolder;
  /** The role of this name or ARN. Names and ARNs are case-sensitive; an ARN has its path. */
  role(nameOrArn: string): RoleEntry | undefined;
  /** The user of this name or ARN. */
  user(nameOrArn: string): UserEntry | undefined;
  /** The access key or temporary credentials with this id. Ids are case-sensitive. */
  credential(accessKeyId: string): Credential | undefined;
  /**
   * A new set: the policies of an entry with others beside them. `identity` adds to what the entry may do; `session`
   * limits it, an empty list to nothing. Throws a {@link PolicyError} where one of these is malformed.
   */
  policiesOf(
    entry: PolicyHolder,
    extra: { readonly identity?: readonly PolicySource[]; readonly session?: readonly PolicySource[] },
  ): PolicySet;
}

/** Whether a value has all that a directory has: one made by {@link createDirectory}, or one that wraps it. */
export function isDirectory(value: unknown): value is Directory {
  if (typeof value !== 'object' || value === null) return false;
  const members = new Map<string, unknown>(Object.entries(value));
  const has = (type: string, ...names: readonly string[]): boolean =>
    names.every((name) => members.get(name) !== null && typeof members.get(name) === type);
  return (
    has('string', 'account', 'partition') &&
    has('object', 'roles', 'users', 'credentials', 'root', 'anonymous') &&
    has('function', 'role', 'user', 'credential', 'policiesOf')
  );
}
