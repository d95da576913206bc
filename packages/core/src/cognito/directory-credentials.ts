import { ConfigurationError } from '../errors.js';
import { invalid, pointer, suggest } from '../options.js';
import type { ContextValue } from '../policy/index.js';
import { Credential } from './credential.js';
import type { AccessKeyOptions, ReadSessionCredentials } from './credential-options.js';
import type { Directory } from './directory.js';
import type { PrincipalEntry } from './directory-entries.js';
import type { ReadDirectoryOptions } from './directory-options.js';
import { attachedPolicies, type ManagedPolicyFinder } from './directory-policies.js';
import type { Caller } from './principal.js';
import { roleSession, rootPrincipal, userPrincipal } from './principal-of-entry.js';

/** The parts of a directory that its credentials are made from. */
export interface CredentialContext
  extends Pick<
    Directory,
    'account' | 'partition' | 'root' | 'roles' | 'users' | 'role' | 'user' | 'policiesOf'
  > {
  readonly find: ManagedPolicyFinder;
}

/**
 * The credentials of a directory by access key id. Throws a {@link ConfigurationError} where two share an id, or one belongs to a
 * role or user that is not there, and a `PolicyError` where a session policy is malformed; `path` is that of the options.
 */
export function directoryCredentials(
  options: Pick<ReadDirectoryOptions, 'users' | 'root' | 'sessions'>,
  context: CredentialContext,
  path: string,
): ReadonlyMap<string, Credential> {
  const byId = new Map<string, Credential>();
  const add = (credential: Credential, at: string): void => {
    const { accessKeyId } = credential;
    if (byId.has(accessKeyId)) {
      throw invalid(
        pointer(at, 'accessKeyId'),
        `\`${accessKeyId}\` is there twice: an id stands for one credential`,
      );
    }
    byId.set(accessKeyId, credential);
  };
  const addKeys = (keys: readonly AccessKeyOptions[], caller: Caller, at: string): void => {
    for (const [index, { accessKeyId, secretAccessKey, status }] of keys.entries()) {
      const active = status !== 'Inactive';
      const parts = { accessKeyId, secretAccessKey, active, expiration: null, caller };
      add(new Credential(parts), pointer(pointer(at, 'accessKeys'), String(index)));
    }
  };

  const rootCaller = { principal: rootPrincipal(context), policies: context.root.policies };
  addKeys(options.root?.accessKeys ?? [], Object.freeze(rootCaller), pointer(path, 'root'));
  for (const user of context.users) {
    const caller = Object.freeze({ principal: userPrincipal(user), policies: user.policies });
    addKeys(options.users?.[user.name]?.accessKeys ?? [], caller, pointer(pointer(path, 'users'), user.name));
  }
  for (const [index, session] of (options.sessions ?? []).entries()) {
    const at = pointer(pointer(path, 'sessions'), String(index));
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = session;
    const caller = Object.freeze(sessionCaller(session, context, at));
    add(new Credential({ accessKeyId, secretAccessKey, sessionToken, expiration, active: true, caller }), at);
  }
  return byId;
}

/** Whom temporary credentials stand for: a session of a role, or a user, as GetSessionToken makes no new principal. */
function sessionCaller(session: ReadSessionCredentials, directory: CredentialContext, path: string): Caller {
  const context = sessionContext(session);
  if (session.user !== undefined) {
    const user = directory.user(session.user);
    if (user === undefined) throw unknown('user', session.user, directory.users, path);
    return { principal: userPrincipal(user, context), policies: user.policies };
  }
  const { role: name = '', sessionName = '', sessionPolicies, tags } = session;
  const role = directory.role(name);
  if (role === undefined) throw unknown('role', name, directory.roles, path);
  const principal = roleSession(role, sessionName, { ...(tags && { tags }), context });
  if (sessionPolicies === undefined) return { principal, policies: role.policies };
  const at = pointer(path, 'sessionPolicies');
  const limits = attachedPolicies(sessionPolicies, directory.find, at);
  if (limits.length === 0) {
    throw invalid(
      at,
      'there is no policy: name at least one, or leave `sessionPolicies` out for a session without limits',
    );
  }
  return { principal, policies: directory.policiesOf(role, { session: limits }) };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-tokenissuetime */
function sessionContext({
  tokenIssueTime = new Date(0),
  mfa = false,
  sourceIdentity,
}: ReadSessionCredentials): Readonly<Record<string, ContextValue>> {
  const context: Record<string, ContextValue> = Object.create(null);
  context['aws:TokenIssueTime'] = tokenIssueTime.toISOString().replace(/\.\d+Z$/, 'Z');
  context['aws:MultiFactorAuthPresent'] = mfa;
  if (sourceIdentity !== undefined) context['aws:SourceIdentity'] = sourceIdentity;
  return Object.freeze(context);
}

function unknown(
  kind: 'role' | 'user',
  name: string,
  entries: readonly PrincipalEntry[],
  path: string,
): ConfigurationError {
  const known = entries.map((entry) => (name.startsWith('arn:') ? entry.arn : entry.name));
  return new ConfigurationError(
    kind === 'role' ? 'ERR_ROLE_UNKNOWN' : 'ERR_USER_UNKNOWN',
    pointer(path, kind),
    `there is no ${kind} \`${name}\` in \`${kind}s\`; ${suggest(name, known)}`,
  );
}
