import type { ContextValue } from '../policy/index.js';
import type { Directory } from './directory.js';
import type { RoleEntry, UserEntry } from './directory-entries.js';
import { overlay } from './overlay.js';
import type { Principal } from './principal.js';

// What each kind of principal looks like to IAM:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable

const nothing: Readonly<Record<string, never>> = Object.freeze(Object.create(null));

/** What a role session brings beside its role. */
export interface SessionDetails {
  /** Session tags; they replace tags of the role with the same key, letter case aside. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Condition keys that stay the same for the session. */
  readonly context?: Readonly<Record<string, ContextValue>>;
}

/** A session of a role. `sessionName`: 2 to 64 characters of `[\w+=,.@-]`. */
export function roleSession(role: RoleEntry, sessionName: string, details: SessionDetails = {}): Principal {
  return Object.freeze({
    arn: `arn:${role.partition}:sts::${role.account}:assumed-role/${role.name}/${sessionName}`,
    type: 'AssumedRole',
    account: role.account,
    roleArn: role.arn,
    userId: `${role.id}:${sessionName}`,
    tags: details.tags === undefined ? role.tags : overlay(role.tags, details.tags),
    sessionContext: details.context ?? nothing,
  });
}

/** An IAM user: with long-term credentials, or with temporary ones of its own, whose `context` stays the same. */
export function userPrincipal(user: UserEntry, context: SessionDetails['context'] = nothing): Principal {
  return Object.freeze({
    arn: user.arn,
    type: 'User',
    account: user.account,
    userId: user.id,
    username: user.name,
    tags: user.tags,
    sessionContext: context,
  });
}

/** The root user of the account. */
export function rootPrincipal({ account, partition }: Pick<Directory, 'account' | 'partition'>): Principal {
  return Object.freeze({
    arn: `arn:${partition}:iam::${account}:root`,
    type: 'Account',
    account,
    userId: account,
    tags: nothing,
    sessionContext: nothing,
  });
}

/** Whoever calls without credentials. */
export const anonymousPrincipal: Principal = Object.freeze({
  arn: 'anonymous',
  type: 'Anonymous',
  userId: 'anonymous',
  tags: nothing,
  sessionContext: nothing,
});
