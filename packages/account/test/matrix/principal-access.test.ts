import {
  type ContextValue,
  compilePolicies,
  createDirectory,
  evaluate,
  type PolicyLayers,
  type PolicyStatement,
  roleSession,
  userPrincipal,
} from '@cognito-iam/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { context, policyLayers } from '../../../core/test/policy/arbitraries.js';
import { accessRequest, anyPool, type MatrixAccount, principalAccess } from '../../src/index.js';

const account: MatrixAccount = {
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
const { directory } = account;
const any = anyPool(account);
const pool = (id: string) => `${any.slice(0, -1)}us-east-1_${id}`;
const role = directory.role('R');
const user = directory.user('alice');
if (role === undefined || user === undefined) throw new Error('the directory lacks an entry');

/** What requests may differ in: the values that the policies of the arbitraries compare with. */
const varying = context.map((values) =>
  Object.fromEntries(
    Object.entries(values).filter(([key]) => /^(aws:SourceIp|aws:CurrentTime|constructor)$/.test(key)),
  ),
);
const teams = fc.option(fc.constantFrom('a', 'b', 'alice', ''), { nil: undefined });

interface Request {
  readonly values: Readonly<Record<string, ContextValue>>;
  readonly team: string | undefined;
  readonly pool: string;
}

const requests: fc.Arbitrary<readonly Request[]> = fc.array(
  fc.record({ values: varying, team: teams, pool: fc.constantFrom('a', 'b', 'alice', 'other') }),
  { minLength: 1, maxLength: 6 },
);

function decisionOf(
  layers: PolicyLayers,
  principal: ReturnType<typeof roleSession>,
  action: string,
  resource: string,
  values: Request['values'],
) {
  const asked = accessRequest(account, principal, action, resource, { now: 1e12, context: values });
  return evaluate(compilePolicies(layers), asked).decision;
}

const actions = fc.constantFrom(
  'cognito-idp:AdminGetUser',
  'cognito-idp:ListUsers',
  'cognito-idp:AdminDeleteUser',
  'cognito-idp:TagResource',
);

describe('the access of a principal', { timeout: 120_000 }, () => {
  it('is never contradicted by a request', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        policyLayers,
        actions,
        fc.constantFrom(pool('a'), pool('alice'), '*', any),
        fc.boolean(),
        requests,
        (layers, action, resource, ofRole, many) => {
          const session = (team: string | undefined) =>
            ofRole
              ? roleSession(role, 'alice', { tags: team === undefined ? {} : { team } })
              : userPrincipal(user);
          const found = principalAccess(account, { principal: session(undefined), layers })(action, resource);
          seen.set(found.decision, (seen.get(found.decision) ?? 0) + 1);
          for (const request of many) {
            const about = resource === any ? pool(request.pool) : resource;
            const decision = decisionOf(layers, session(request.team), action, about, request.values);
            if (found.decision === 'allowed') expect(decision).toBe('allowed');
            if (found.decision === 'denied') expect(decision).not.toBe('allowed');
            if (found.decision === 'explicitDeny') expect(decision).toBe('explicitDeny');
          }
          expect(found.conditionKeys.length > 0 || found.dependsOnPool).toBe(
            found.decision === 'conditional',
          );
        },
      ),
      { numRuns: 1500 },
    );
    // Each of them, or the law would say nothing.
    expect(
      Math.min(...['allowed', 'denied', 'explicitDeny', 'conditional'].map((one) => seen.get(one) ?? 0)),
    ).toBeGreaterThan(20);
  });

  const allow = (more: Partial<PolicyStatement> = {}): PolicyStatement => ({
    Effect: 'Allow',
    Action: 'cognito-idp:AdminGetUser',
    Resource: '*',
    ...more,
  });
  const deny = (more: Partial<PolicyStatement>): PolicyStatement => ({ ...allow(more), Effect: 'Deny' });
  const address = { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } };
  const conditional = (...conditionKeys: string[]) => ({ decision: 'conditional', conditionKeys });

  it.each<[string, PolicyStatement[], string, object]>([
    ['without a policy', [], pool('a'), { decision: 'denied' }],
    ['with a plain Allow', [allow()], pool('a'), { decision: 'allowed' }],
    [
      'with a condition on the request',
      [allow({ Condition: address })],
      pool('a'),
      conditional('aws:SourceIp'),
    ],
    [
      'with a known condition that holds',
      [allow({ Condition: { StringEquals: { 'aws:ResourceTag/stage': 'dev' } } })],
      pool('a'),
      { decision: 'allowed' },
    ],
    [
      'with a known condition that does not hold',
      [allow({ Condition: { StringEquals: { 'aws:ResourceTag/stage': 'prod' } } })],
      pool('a'),
      { decision: 'denied' },
    ],
    [
      'with the tag of a pool that is not known',
      [allow({ Condition: { StringEquals: { 'aws:ResourceTag/stage': 'prod' } } })],
      pool('b'),
      conditional('aws:ResourceTag/stage'),
    ],
    [
      'with a tag that only sessions bring',
      [allow({ Condition: { StringEquals: { 'aws:PrincipalTag/TEAM': 'b' } } })],
      pool('a'),
      conditional('aws:PrincipalTag/TEAM'),
    ],
    [
      'with a tag that nobody brings',
      [allow({ Condition: { StringEquals: { 'aws:PrincipalTag/other': 'b' } } })],
      pool('a'),
      { decision: 'denied' },
    ],
    [
      'with a variable in the resource',
      [allow({ Resource: `${any.slice(0, -1)}\${aws:userid}` })],
      pool('a'),
      conditional('aws:userid'),
    ],
    [
      'with a Deny by a condition: what else allows is of no interest',
      [
        allow(),
        allow({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
        deny({ Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }),
      ],
      pool('a'),
      conditional('aws:MultiFactorAuthPresent'),
    ],
    ['with a Deny without condition', [allow(), deny({})], pool('a'), { decision: 'explicitDeny' }],
    [
      'with a Deny by a condition and no Allow',
      [deny({ Condition: address })],
      pool('a'),
      { decision: 'denied' },
    ],
    [
      'on any pool, by a wildcard',
      [allow({ Resource: `${any.slice(0, -1)}*` })],
      any,
      { decision: 'allowed', dependsOnPool: false },
    ],
    [
      'on any pool, by one that some have',
      [allow({ Resource: pool('*') })],
      any,
      { decision: 'conditional', conditionKeys: [], dependsOnPool: true },
    ],
    [
      "on any pool, by another account's",
      [allow({ Resource: 'arn:aws:cognito-idp:us-east-1:210987654321:userpool/*' })],
      any,
      { decision: 'denied' },
    ],
    [
      'on any pool, but for one',
      [{ Effect: 'Allow', Action: '*', NotResource: pool('a') }],
      any,
      { decision: 'conditional', dependsOnPool: true },
    ],
    [
      'on any pool, but for all of another service',
      [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::*' }],
      any,
      { decision: 'allowed' },
    ],
    [
      'on any pool, beside patterns that could not be shorter',
      [allow({ Resource: ['arn:aws:iam::*:role/x', `${any.slice(0, -1)}*`] })],
      any,
      { decision: 'allowed' },
    ],
  ])('%s', (_, Statement, resource, expected) => {
    const identity = Statement.length === 0 ? [] : [{ Version: '2012-10-17', Statement } as const];
    const principal = roleSession(role, 'session', {});
    const found = principalAccess(account, { principal, layers: { identity } })(
      'cognito-idp:AdminGetUser',
      resource,
    );
    expect(found).toMatchObject(expected);
  });
});
