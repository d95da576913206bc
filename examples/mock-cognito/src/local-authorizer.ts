import { readFileSync } from 'node:fs';
import {
  type AccessTokenStatusHook,
  type Authorizer,
  type AuthorizerOptions,
  createAuthorizer,
  createDirectory,
  type Directory,
  type Log,
  type OnDecision,
} from '@cognito-iam/core';
import { account, authenticatedRole, groupRoles, region } from './account.js';
import type { KeySet } from './key-set.js';
import type { Pool } from './pools.js';

/** The largest body that the emulator reads, in bytes. */
const bodyLimit = 100 * 1024;

/** What makes tokens of the user pools believable. */
export interface TokenKeys {
  /** What the issuer of every token begins with: `http://127.0.0.1:4555`. */
  readonly issuerDomain: string;
  /** The key set that the emulator publishes, already fetched. */
  readonly keySet: KeySet;
}

/** What {@link createLocalAuthorizer} goes by. */
export interface LocalAuthorizerOptions {
  readonly accessTokenStatus: AccessTokenStatusHook;
  readonly onDecision: OnDecision;
  readonly log: Log;
}

/** The account: one role for each policy file, and the role without policies for everybody else who signed in. */
export function createLocalDirectory(): Directory {
  return createDirectory({
    account,
    roles: {
      Administrator: { inlinePolicies: { ManageUsers: readPolicy('administrator') } },
      Support: { inlinePolicies: { HelpUsers: readPolicy('support') } },
      [authenticatedRole]: {},
    },
  });
}

/** The options that depend on the user pools: whose tokens count, and what tags the pools have. */
export function poolOptions(
  pools: readonly Pool[],
  { issuerDomain, keySet }: TokenKeys,
): Pick<AuthorizerOptions, 'issuers' | 'resourceTags'> {
  return {
    issuers: pools
      .filter(({ clientIds }) => clientIds.length > 0)
      .map(({ id, clientIds }) => ({
        issuer: `${issuerDomain}/${id}`,
        poolId: id,
        jwks: keySet,
        audience: clientIds,
      })),
    resourceTags: Object.fromEntries(pools.map(({ id, tags }) => [id, tags])),
  };
}

/** The permission check. */
export function createLocalAuthorizer(
  directory: Directory,
  pools: ReturnType<typeof poolOptions>,
  options: LocalAuthorizerOptions,
): Authorizer {
  return createAuthorizer({
    region,
    directory,
    mode: 'enforce',
    bodyLimit,
    roleMapping: {
      groups: groupRoles,
      authenticatedRole,
      ambiguousRoleResolution: 'AuthenticatedRole',
      sessionName: { claim: ['cognito:username', 'username'] },
    },
    ...pools,
    ...options,
  });
}

function readPolicy(name: string): string {
  return readFileSync(new URL(`../policies/${name}.json`, import.meta.url), 'utf8');
}
