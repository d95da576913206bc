import { ConfigurationError } from '../errors.js';
import { invalid, pointer, suggest } from '../options.js';
import { compilePolicies, type NamedPolicy } from '../policy/index.js';
import type { Directory } from './directory.js';
import { directoryCredentials } from './directory-credentials.js';
import {
  entryFinder,
  policyHolder,
  principalEntry,
  type RoleEntry,
  requireIamName,
  type UserEntry,
} from './directory-entries.js';
import { type DirectoryOptions, directoryOptions } from './directory-options.js';
import { attachedPolicies, controlPolicies, managedPolicyFinder } from './directory-policies.js';

/**
 * Reads an account from its options and compiles every policy in it. Throws a {@link ConfigurationError} or a
 * {@link PolicyError}, with the place in the options; `path` is put before every place.
 */
export function createDirectory(options: DirectoryOptions, path = ''): Directory {
  const read = directoryOptions(options, path);
  const { account, organization } = read;
  const partition = read.partition ?? 'aws';
  const at = (...names: string[]): string => names.reduce(pointer, path);
  if (organization?.path !== undefined && !organization.path.startsWith(`${organization.id}/`)) {
    throw invalid(at('organization', 'path'), `expected a path that begins with \`${organization.id}/\``);
  }

  const find = managedPolicyFinder(read, partition, at('managedPolicies'));
  const serviceControl = read.serviceControlPolicies && {
    serviceControl: controlPolicies(
      read.serviceControlPolicies,
      'serviceControl',
      at('serviceControlPolicies'),
    ),
  };
  const resourceControl = read.resourceControlPolicies && {
    resourceControl: controlPolicies(
      read.resourceControlPolicies,
      'resourceControl',
      at('resourceControlPolicies'),
    ),
  };
  const control = { ...serviceControl, ...resourceControl };
  const groups = new Map<string, readonly NamedPolicy[]>();
  for (const [name, group] of Object.entries(read.groups ?? {})) {
    requireIamName(name, 128, at('groups', name));
    groups.set(name, attachedPolicies(group, find, at('groups', name)));
  }
  const shared = { account, partition, control, find };

  const roles = Object.entries(read.roles ?? {}).map(
    ([name, role]): RoleEntry =>
      Object.freeze({ kind: 'role', ...principalEntry(shared, 'role', name, role, [], at('roles', name)) }),
  );
  const users = Object.entries(read.users ?? {}).map(([name, user]): UserEntry => {
    const ofGroups = (user.groups ?? []).flatMap((group, index) => {
      const policies = groups.get(group);
      if (policies !== undefined) return policies;
      throw new ConfigurationError(
        'ERR_GROUP_UNKNOWN',
        at('users', name, 'groups', String(index)),
        `there is no group \`${group}\` in \`groups\`; ${suggest(group, [...groups.keys()])}`,
      );
    });
    return Object.freeze({
      kind: 'user',
      ...principalEntry(shared, 'user', name, user, ofGroups, at('users', name)),
    });
  });
  const findRole = entryFinder(roles, at('roles'));
  const findUser = entryFinder(users, at('users'));
  const root = policyHolder({ identity: [], ...control });
  const policiesOf: Directory['policiesOf'] = ({ layers }, { identity = [], session }) =>
    compilePolicies({
      ...layers,
      identity: [...layers.identity, ...identity],
      ...(session && { session }),
    });
  const credentials = directoryCredentials(
    read,
    { ...shared, root, roles, users, role: findRole, user: findUser, policiesOf },
    path,
  );

  return Object.freeze({
    account,
    partition,
    organization,
    roles: Object.freeze(roles),
    users: Object.freeze(users),
    credentials: Object.freeze([...credentials.values()]),
    root,
    anonymous: policyHolder({ identity: [], ...resourceControl }),
    role: findRole,
    user: findUser,
    credential: (accessKeyId) => credentials.get(accessKeyId),
    policiesOf,
  } satisfies Directory);
}
