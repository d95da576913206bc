import {
  anonymousPrincipal,
  createDirectory,
  type PolicyLayers,
  type Principal,
  type RoleEntry,
  roleSession,
  rootPrincipal,
  type UserEntry,
  userPrincipal,
} from '@cognito-iam/core';
import { type ExplainedAccount, isProblem, type Problem } from './explained-account.js';
import { type ListedHolder, policiesOfPrincipal } from './policies-of-principal.js';
import type { PlacedPolicy } from './policy-list.js';
import { principalBySourceId } from './principal-by-source-id.js';
import { looksLikeToken, principalOfToken } from './principal-of-token.js';
import { ofOtherAccount, unknownPrincipal } from './unknown-principal.js';

/** A principal of an account, with the policies that apply to it. */
export interface NamedPrincipal {
  readonly principal: Principal;
  /** As people call it: `role/Support`. */
  readonly name: string;
  readonly layers: PolicyLayers;
  readonly policies: readonly PlacedPolicy[];
  /** What was taken for granted, such as claims that nobody verified; for a person. */
  readonly notes: readonly string[];
}

/** The name of the session in a role that is named without one. */
const sessionNameOfRoles = 'session';

/**
 * The principal that a text names: `Support` or `role/Support`, `user/alice`, the ARN of a role, a user or a session,
 * `root`, `anonymous`, or a token, whose claims are not verified. A role or user of a template or plan may also be named by
 * its logical id or address, where nothing has that name. A session begins at `now`, in milliseconds since
 * 1970, unless the token or temporary credentials of the account say otherwise.
 */
export function principalByName(
  account: ExplainedAccount,
  text: string,
  now: number,
): NamedPrincipal | Problem {
  const { directory } = account;
  if (looksLikeToken(text)) {
    const found = principalOfToken(account, text);
    if (isProblem(found)) return found;
    return ofHolder(account, found.role, found.principal, `role/${found.role.name}`, found.notes);
  }
  if (text === 'root' || text === `arn:${directory.partition}:iam::${directory.account}:root`) {
    return ofHolder(account, directory.root, rootPrincipal(directory), 'root');
  }
  if (text === 'anonymous') return ofHolder(account, directory.anonymous, anonymousPrincipal, 'anonymous');
  const session = /^(?:arn:[\w-]+:sts::(\d{12}):)?assumed-role\/([^/]+)\/([\w+=,.@-]{2,64})$/.exec(text);
  if (session !== null) {
    const [, owner = directory.account, role = '', sessionName = ''] = session;
    return owner === directory.account
      ? sessionOf(account, role, sessionName, now)
      : ofOtherAccount(text, directory.account);
  }
  const [kind, name] = /^(role|user)\/(?:.*\/)?([^/]+)$/.exec(text)?.slice(1) ?? [undefined, text];
  const user = kind === 'role' ? undefined : directory.user(name ?? text);
  const role = kind === 'user' ? undefined : directory.role(name ?? text);
  if (role !== undefined) return roleOf(account, role, sessionNameOfRoles, now);
  if (user !== undefined) return ofHolder(account, user, userPrincipal(user), `user/${user.name}`);
  const described = principalBySourceId(account, kind, text);
  if (described === undefined) return unknownPrincipal(account, text, kind, name ?? text);
  return isProblem(described) ? described : principalByName(account, described.name, now);
}

function roleOf(
  account: ExplainedAccount,
  role: RoleEntry,
  sessionName: string,
  now: number,
): NamedPrincipal {
  const issued = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  const principal = roleSession(role, sessionName, { context: { 'aws:TokenIssueTime': issued } });
  return ofHolder(account, role, principal, `role/${role.name}`);
}

/** A session of which the account has temporary credentials has their tags and policies; another one those of its role. */
function sessionOf(
  account: ExplainedAccount,
  roleName: string,
  sessionName: string,
  now: number,
): NamedPrincipal | Problem {
  const { directory, directoryOptions } = account;
  const role = directory.role(roleName);
  if (role === undefined) return unknownPrincipal(account, `role/${roleName}`, 'role', roleName);
  const sessions = directoryOptions.sessions ?? [];
  const session = sessions.findIndex(
    (one) => one.role !== undefined && directory.role(one.role) === role && one.sessionName === sessionName,
  );
  const options = sessions[session];
  const credential = options && directory.credential(options.accessKeyId);
  if (options === undefined || credential === undefined) return roleOf(account, role, sessionName, now);
  const { account: id, partition } = directory;
  const { managedPolicies } = directoryOptions;
  // A directory finds the managed policies that a session names, as it does those of a role.
  const limits = options.sessionPolicies && {
    session:
      createDirectory({
        account: id,
        partition,
        ...(managedPolicies && { managedPolicies }),
        roles: { Session: options.sessionPolicies },
      }).role('Session')?.layers.identity ?? [],
  };
  const holder = { kind: role.kind, name: role.name, layers: { ...role.layers, ...limits }, session };
  return ofHolder(account, holder, credential.caller.principal, `assumed-role/${role.name}/${sessionName}`);
}

function ofHolder(
  account: ExplainedAccount,
  holder: ListedHolder | RoleEntry | UserEntry,
  principal: Principal,
  name: string,
  notes: readonly string[] = [],
): NamedPrincipal {
  return { principal, name, layers: holder.layers, policies: policiesOfPrincipal(account, holder), notes };
}
