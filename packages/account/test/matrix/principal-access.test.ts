import {
  compilePolicies,
  evaluate,
  type PolicyLayers,
  type PolicyStatement,
  type Principal,
} from '@cognito-iam/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyLayers } from '../../../core/test/policy/arbitraries.js';
import { accessRequest, principalAccess } from '../../src/index.js';
import { account, alice, any, pool, session, type VariedRequest, variedRequests } from './varied-requests.js';

const requests = variedRequests('aws:SourceIp', 'aws:CurrentTime', 'constructor');

function decisionOf(
  layers: PolicyLayers,
  principal: Principal,
  action: string,
  resource: string,
  values: VariedRequest['values'],
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
          const asking = (team: string | undefined) => (ofRole ? session(team) : alice);
          const found = principalAccess(account, { principal: asking(undefined), layers })(action, resource);
          seen.set(found.decision, (seen.get(found.decision) ?? 0) + 1);
          for (const request of many) {
            const about = resource === any ? pool(request.pool) : resource;
            const decision = decisionOf(layers, asking(request.team), action, about, request.values);
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
    const principal = session(undefined);
    const found = principalAccess(account, { principal, layers: { identity } })(
      'cognito-idp:AdminGetUser',
      resource,
    );
    expect(found).toMatchObject(expected);
  });
});
