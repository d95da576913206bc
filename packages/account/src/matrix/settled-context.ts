import { type ContextValue, carriesKey, type Principal } from '@cognito-iam/core';
import type { ReadConfig } from '../config/read-config.js';
import { accessRequest } from '../explanation/access-request.js';
import type { ExplainedAccount } from '../explanation/explained-account.js';

/** What of an account a matrix is made of; every `Account` has it. */
export interface MatrixAccount extends ExplainedAccount {
  readonly config?: Pick<ReadConfig, 'context' | 'issuers' | 'clients'>;
}

/** What all requests of a principal for an action on a resource have in common. */
export interface SettledContext {
  readonly context: Readonly<Record<string, ContextValue>>;
  /** Whether a condition key, in lower case, has its value in `context`, or else is missing in every request. */
  readonly isSettled: (key: string) => boolean;
}

/** What requests that are asked about together do not have in common. */
export interface UnknownOfRequests {
  /** They are about any pool. */
  readonly pool: boolean;
  /** They may be sent to any region. */
  readonly region: boolean;
  /** Whoever asks may have other tags beside those that the account gives them. */
  readonly tags: boolean;
}

/** Keys that follow from principal, account and resource, in lower case. */
const settledKeys: ReadonlySet<string> = new Set([
  'aws:principaltype',
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalisawsservice',
  'aws:viaawsservice',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'aws:username',
]);

/**
 * What is known of every such request: of principal, account and resource, and the keys that the configuration sets.
 * Not known are time, address, headers, the tags that a request sets, and what a session brings. `resource` is an ARN,
 * or `*`; `unknown` says of what else nothing is known.
 */
export function settledContext(
  account: MatrixAccount,
  principal: Principal,
  action: string,
  resource: string,
  unknown: UnknownOfRequests,
): SettledContext {
  const all = accessRequest(account, principal, action, resource, { now: 0 }).context ?? {};
  const configured = new Set(
    Object.keys(account.config?.context ?? {})
      .map((key) => key.toLowerCase())
      // Temporary credentials say for themselves whether there was a second factor.
      .filter(
        (key) => !key.startsWith('aws:multifactorauth') || account.directoryOptions.sessions === undefined,
      ),
  );
  const isOpenTag = openTags(account, principal, unknown);
  const isSettled = (key: string): boolean => {
    if (settledKeys.has(key) || configured.has(key)) return true;
    if (key === 'aws:userid') return principal.roleArn === undefined;
    if (key === 'aws:tagkeys' || key.startsWith('aws:requesttag/')) return !carriesKey(action, key);
    if (key === 'aws:requestedregion') return !unknown.region;
    if (key.startsWith('aws:principaltag/')) return !isOpenTag(key.slice('aws:principaltag/'.length));
    if (key.startsWith('aws:resourcetag/'))
      return resource === '*' || (!unknown.pool && hasKnownTags(account, resource));
    return false;
  };
  const context = Object.fromEntries(Object.entries(all).filter(([key]) => isSettled(key.toLowerCase())));
  return { context, isSettled };
}

/** Whether the value of a tag of a principal, by its key in lower case, may differ from request to request. */
function openTags(
  account: MatrixAccount,
  { roleArn, tags }: Principal,
  unknown: UnknownOfRequests,
): (key: string) => boolean {
  const ofSessions = roleArn === undefined ? new Set<string>() : sessionTagKeys(account);
  const own = new Set(Object.keys(tags).map((key) => key.toLowerCase()));
  return (key) => ofSessions.has(key) || (unknown.tags && !own.has(key));
}

/** Keys, in lower case, of the tags that sessions of roles may have of their own, which come before those of the role. */
export function sessionTagKeys({
  roleMapping,
  poolRoleMappings,
  config,
  directoryOptions,
}: MatrixAccount): ReadonlySet<string> {
  const mappings = [
    roleMapping,
    ...(poolRoleMappings?.values() ?? []),
    ...(config?.issuers ?? []).map((issuer) => issuer.roleMapping),
  ];
  const tags = [
    ...mappings.map((mapping) => mapping?.principalTags),
    ...(directoryOptions.sessions ?? []).map((session) => session.tags),
  ];
  return new Set(tags.flatMap((one) => Object.keys(one ?? {})).map((key) => key.toLowerCase()));
}

/** Whether all tags of a pool are known: it is described, or the configuration lists its tags. */
export function hasKnownTags(
  { localPools = [], userPools, resourceTags }: MatrixAccount,
  resource: string,
): boolean {
  const id = resource.slice(resource.indexOf('/') + 1);
  const ids = [...userPools.map(({ poolId }) => poolId), ...localPools.map((pool) => pool.id)];
  return Object.hasOwn(resourceTags, id) || ids.includes(id);
}
