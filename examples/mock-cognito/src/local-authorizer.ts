import { readFileSync } from 'node:fs';
import {
  type AccessTokenStatusHook,
  type Authorizer,
  createAuthorizer,
  createDirectory,
  type Directory,
  type Log,
} from '@cognito-iam/core';
import { account, authenticatedRole, groupRoles, region } from './account.js';
import type { KeySet } from './key-set.js';
import type { Pool } from './pools.js';

/** The largest body that the emulator reads, in bytes. */
const bodyLimit = 100 * 1024;

/** What a {@link createLocalAuthorizer} goes by. */
export interface LocalAuthorizerOptions {
  /** The user pools whose tokens count. */
  readonly pools: readonly Pool[];
  /** What the issuer of every token begins with: `http://127.0.0.1:4555`. */
  readonly issuerDomain: string;
  /** The key set that the emulator publishes, already fetched. */
  readonly keySet: KeySet;
  readonly accessTokenStatus: AccessTokenStatusHook;
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

/** The permission check for the tokens of these user pools. */
export function createLocalAuthorizer(
  directory: Directory,
  { pools, issuerDomain, keySet, accessTokenStatus, log }: LocalAuthorizerOptions,
): Authorizer {
  return createAuthorizer({
    region,
    directory,
    mode: 'enforce',
    bodyLimit,
    issuers: pools
      .filter(({ clientIds }) => clientIds.length > 0)
      .map(({ id, clientIds }) => ({
        issuer: `${issuerDomain}/${id}`,
        poolId: id,
        jwks: keySet,
        audience: clientIds,
      })),
    roleMapping: {
      groups: groupRoles,
      authenticatedRole,
      ambiguousRoleResolution: 'AuthenticatedRole',
      sessionName: { claim: ['cognito:username', 'username'] },
    },
    resourceTags: Object.fromEntries(pools.map(({ id, tags }) => [id, tags])),
    accessTokenStatus,
    log,
  });
}

function readPolicy(name: string): string {
  return readFileSync(new URL(`../policies/${name}.json`, import.meta.url), 'utf8');
}
