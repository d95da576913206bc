import {
  type ContextValue,
  createDirectory,
  type Principal,
  roleSession,
  userPrincipal,
} from '@cognito-iam/core';
import fc from 'fast-check';
import { context } from '../../../core/test/policy/arbitraries.js';
import { anyPool, type MatrixAccount } from '../../src/index.js';

/** An account whose principals and pools have the tags that the policies of the arbitraries compare with. */
export const account: MatrixAccount = {
  directory: createDirectory({
    account: '123456789012',
    roles: { R: { path: '/p/', tags: { Team: 'b' } } },
    users: { alice: { tags: { team: 'a' } } },
  }),
  directoryOptions: { account: '123456789012' },
  region: 'us-east-1',
  userPools: [],
  roleMapping: { ambiguousRoleResolution: 'Deny', principalTags: { team: 'custom:team' } },
  policyPlaces: new Map(),
  resourceTags: { 'us-east-1_a': { stage: 'dev' } },
};

/** The ARN that stands for any pool, and those of single ones. */
export const any: string = anyPool(account);
export const pool = (id: string): string => `${any.slice(0, -1)}us-east-1_${id}`;

const role = account.directory.role('R');
const user = account.directory.user('alice');
if (role === undefined || user === undefined) throw new Error('the directory lacks an entry');

/** The user, and a session of the role in a team. */
export const alice: Principal = userPrincipal(user);
export const session = (team: string | undefined): Principal =>
  roleSession(role, 'alice', { tags: team === undefined ? {} : { team } });

/** What one request may differ in from another. */
export interface VariedRequest {
  readonly values: Readonly<Record<string, ContextValue>>;
  readonly team: string | undefined;
  readonly pool: string;
}

/** Some requests, with values of these condition keys that the policies of the arbitraries compare with. */
export function variedRequests(...keys: readonly string[]): fc.Arbitrary<readonly VariedRequest[]> {
  const values = context.map((all) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key))),
  );
  const team = fc.option(fc.constantFrom('a', 'b', 'alice', ''), { nil: undefined });
  const request = fc.record({ values, team, pool: fc.constantFrom('a', 'b', 'alice', 'other') });
  return fc.array(request, { minLength: 1, maxLength: 6 });
}
