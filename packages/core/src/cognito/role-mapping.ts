import { ConfigurationError } from '../errors.js';
import { invalid, pointer, suggest } from '../options.js';
import { type Claims, claimList, claimOf } from './claims.js';
import type { Directory } from './directory.js';
import type { RoleEntry } from './directory-entries.js';
import { type RoleMappingOptions, roleMappingOptions } from './role-mapping-options.js';
import {
  type GroupRoles,
  type RoleChoice,
  type RoleRefusal,
  refusal,
  roleOfRules,
  roleOfToken,
} from './token-roles.js';

/** The role that a token stands for, and the name of the session in it. */
export interface AssumedRole {
  readonly role: RoleEntry;
  /** 2 to 64 characters of `[\w+=,.@-]`. */
  readonly sessionName: string;
}

/** Gives the role of a token from its verified claims. Total: no claim makes it throw. */
export type RoleMapping = (claims: Claims) => AssumedRole | RoleRefusal;

/**
 * Makes the mapping from tokens to roles, as an identity pool does it. A role that a token names and the directory
 * does not hold is refused, whatever the default. Throws a {@link ConfigurationError} for a role in the options that
 * the directory does not hold; `path` is put before every place.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 */
export function createRoleMapping(options: RoleMappingOptions, directory: Directory, path = ''): RoleMapping {
  const read = roleMappingOptions(options, path);
  const { type, ambiguousRoleResolution, sessionName } = read;
  const at = (...names: string[]): string => names.reduce(pointer, path);
  if (type === 'Token' && read.rules !== undefined) throw unread(at('rules'), 'rules', type);
  if (type === 'Rules' && read.groups !== undefined) throw unread(at('groups'), 'groups', type);
  if (type === 'Rules' && read.rules === undefined) {
    throw new ConfigurationError('ERR_OPTION_MISSING', at('rules'), '`rules` is required in type `Rules`');
  }

  const roleAt = (nameOrArn: string, place: string): RoleEntry => {
    const role = directory.role(nameOrArn);
    if (role !== undefined) return role;
    // An ARN is most often wrong in its path.
    const name = nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
    const found = directory.role(name);
    const mend =
      found === undefined
        ? suggest(
            name,
            directory.roles.map((entry) => entry.name),
          )
        : `did you mean \`${found.arn}\`?`;
    throw new ConfigurationError(
      'ERR_ROLE_UNKNOWN',
      place,
      `there is no role \`${nameOrArn}\` in the directory; ${mend}`,
    );
  };
  const groups = groupRoles(read, roleAt, at('groups'));
  const rules = (read.rules ?? []).map((rule, index) => ({
    ...rule,
    role: roleAt(rule.role, at('rules', String(index), 'role')),
  }));
  const authenticatedRole =
    read.authenticatedRole === undefined
      ? undefined
      : roleAt(read.authenticatedRole, at('authenticatedRole'));
  if (ambiguousRoleResolution === 'AuthenticatedRole' && authenticatedRole === undefined) {
    throw new ConfigurationError(
      'ERR_OPTION_MISSING',
      at('authenticatedRole'),
      '`authenticatedRole` is required where `ambiguousRoleResolution` is `AuthenticatedRole`',
    );
  }

  const rulesAlone = type === 'Rules' || (read.rules !== undefined && read.groups === undefined);
  const choose = (claims: Claims): RoleChoice =>
    roleOfRules(claims, rules) ?? (rulesAlone ? 'ambiguous' : roleOfToken(claims, directory, groups));
  const whenAmbiguous =
    (ambiguousRoleResolution === 'AuthenticatedRole' ? authenticatedRole : undefined) ??
    (rulesAlone
      ? refusal('noRole', 'no rule matches the token')
      : refusal(
          'ambiguousRole',
          'the token leads to several roles, none of which comes first; give their groups different `precedence`',
        ));
  const whenNone = (claims: Claims): RoleEntry | RoleRefusal =>
    authenticatedRole ?? refusal('noRole', `the token leads to no role: ${groupsOf(claims, groups)}`);

  return (claims) => {
    const choice = choose(claims);
    const role = choice === 'ambiguous' ? whenAmbiguous : (choice ?? whenNone(claims));
    if ('denied' in role) return role;
    return { role, sessionName: sessionNameOf(claims, [sessionName?.claim ?? []].flat()) };
  };
}

/** For whoever wonders why a group was not found. */
function groupsOf(claims: Claims, groups: GroupRoles): string {
  const listed = (names: readonly string[]): string =>
    names.length === 0
      ? 'none'
      : names
          .slice(0, 10)
          .map((name) => `\`${name.slice(0, 100)}\``)
          .join(', ');
  const own = claimList(claims, 'cognito:groups') ?? [];
  return `its groups are ${listed(own)}, those with a role ${listed([...groups.keys()])}`;
}

/** The name of the sessions that identity pools start in the enhanced flow. */
const identityPoolSession = 'CognitoIdentityCredentials';

/** A session name from a claim, with `-` for what STS does not take. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function sessionNameOf(claims: Claims, names: readonly string[]): string {
  const values = names.map((name) => claimOf(claims, name));
  const value = values.find((one): one is string => typeof one === 'string' && one !== '');
  if (value === undefined) return identityPoolSession;
  return value
    .slice(0, 128)
    .replace(/[^\w+=,.@-]/gu, '-')
    .slice(0, 64)
    .padEnd(2, '-');
}

function groupRoles(
  options: RoleMappingOptions,
  roleAt: (nameOrArn: string, place: string) => RoleEntry,
  path: string,
): GroupRoles {
  const groups = new Map<string, { role: RoleEntry; precedence: number }>();
  for (const [index, { group, role, precedence }] of (options.groups ?? []).entries()) {
    const at = pointer(path, String(index));
    if (groups.has(group)) throw invalid(pointer(at, 'group'), `group \`${group}\` is there twice`);
    groups.set(group, {
      role: roleAt(role, pointer(at, 'role')),
      precedence: precedence ?? Number.POSITIVE_INFINITY,
    });
  }
  return groups;
}

function unread(path: string, name: string, type: string): ConfigurationError {
  return invalid(path, `\`${name}\` means nothing in type \`${type}\`: leave out one of the two`);
}
