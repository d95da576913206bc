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
import { accessRequest, anyPool, principalAccess } from '../../src/index.js';
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

  it('anywhere is never contradicted by a request to any region', () => {
    const anywhere = anyPool(account, 'anywhere');
    const places = ['us-east-1', 'eu-west-1', 'eu-central-1', 'us*', '*', '?u-*-1', 'eu-????-1', '*-1'];
    const pieces = fc.record({
      head: fc.constantFrom('arn:aws:cognito-idp:', 'arn:*:', 'arn:aws:cognito-*:'),
      place: fc.constantFrom(...places),
      owner: fc.constantFrom('123456789012', '*', '999999999999', '1234*'),
      pool: fc.constantFrom('*', 'us-east-1_a', 'eu-*', '?*', '*_a', '${aws:PrincipalTag/other}*', '${*}*'),
    });
    const pattern = fc.oneof(
      {
        weight: 5,
        arbitrary: pieces.map(
          ({ head, place, owner, pool: id }) => `${head}${place}:${owner}:userpool/${id}`,
        ),
      },
      fc.constantFrom('*', 'arn:aws:cognito-idp:*', 'arn:aws:cognito-idp:eu-*', 'arn:aws:s3:::*'),
    );
    const values = fc.uniqueArray(fc.constantFrom('us-east-1', 'eu-west-1', 'eu-*'), { minLength: 1 });
    const regional = fc.record({
      Condition: fc.dictionary(
        fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike'),
        values.map((list) => ({ 'aws:RequestedRegion': list })),
        { maxKeys: 1 },
      ),
    });
    const where = fc.oneof(
      fc.array(pattern, { minLength: 1, maxLength: 2 }).map((Resource) => ({ Resource })),
      fc.array(pattern, { minLength: 1, maxLength: 2 }).map((NotResource) => ({ NotResource })),
    );
    const statement = fc
      .tuple(fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const), where, regional)
      .map(([Effect, ...more]): PolicyStatement => Object.assign({ Effect, Action: '*' }, ...more));
    const arns = ['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-southeast-2'].flatMap((region) =>
      ['a', 'b'].map((id) => `arn:aws:cognito-idp:${region}:123456789012:userpool/${region}_${id}`),
    );
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.array(statement, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(...arns),
        fc.option(fc.constantFrom('us-east-1', 'eu', 'x'), { nil: undefined }),
        (Statement, arn, other) => {
          const layers = { identity: [{ Version: '2012-10-17', Statement } as const] };
          const principal = (tags: Readonly<Record<string, string>>) => ({
            ...session(undefined),
            tags: { Team: 'b', ...tags },
          });
          const found = principalAccess(
            account,
            { principal: principal({}), layers },
            'anywhere',
          )('cognito-idp:AdminGetUser', anywhere);
          seen.set(found.decision, (seen.get(found.decision) ?? 0) + 1);
          const asking = principal(other === undefined ? {} : { other });
          const decision = decisionOf(layers, asking, 'cognito-idp:AdminGetUser', arn, {});
          if (found.decision === 'allowed') expect(decision).toBe('allowed');
          if (found.decision === 'denied') expect(decision).not.toBe('allowed');
          if (found.decision === 'explicitDeny') expect(decision).toBe('explicitDeny');
        },
      ),
      { numRuns: 1500 },
    );
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

  const anywhere = anyPool(account, 'anywhere');
  const region = { Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } };
  it.each<[string, PolicyStatement[], string, object]>([
    ['the pools of a region', [allow({ Resource: any })], anywhere, { decision: 'conditional' }],
    ['the pools of every region', [allow({ Resource: anywhere })], anywhere, { decision: 'allowed' }],
    [
      'those of another account',
      [allow({ Resource: 'arn:aws:cognito-idp:us-*:210987654321:userpool/*' })],
      anywhere,
      { decision: 'denied' },
    ],
    ['a region', [allow(region)], anywhere, conditional('aws:RequestedRegion')],
    ['a region, where there is no pool', [allow(region)], '*', conditional('aws:RequestedRegion')],
    ['a region, of a pool in it', [allow(region)], pool('a'), { decision: 'allowed' }],
    [
      'a region, of a pool in another',
      [allow(region)],
      'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a',
      { decision: 'denied' },
    ],
    [
      'a tag that the role has not',
      [allow({ Condition: { StringEquals: { 'aws:PrincipalTag/other': 'b' } } })],
      pool('a'),
      conditional('aws:PrincipalTag/other'),
    ],
  ])('anywhere by %s', (_, Statement, resource, expected) => {
    const identity = [{ Version: '2012-10-17', Statement } as const];
    const principal = session(undefined);
    const found = principalAccess(
      account,
      { principal, layers: { identity } },
      'anywhere',
    )('cognito-idp:AdminGetUser', resource);
    expect(found).toMatchObject(expected);
  });

  it.each([
    ['TagResource', 'aws:RequestTag/team', 'conditional'],
    ['UntagResource', 'aws:TagKeys', 'conditional'],
    ['UntagResource', 'aws:RequestTag/team', 'denied'],
    ['AdminGetUser', 'aws:TagKeys', 'denied'],
  ])('to %s depends on %s where requests carry it: %s', (action, key, decision) => {
    const Statement: PolicyStatement = {
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { [key]: 'a' } },
    };
    const identity = [{ Version: '2012-10-17' as const, Statement }];
    const access = principalAccess(account, { principal: alice, layers: { identity } });
    // Asked for both, neither may have the answer of the other.
    for (const other of ['TagResource', 'UntagResource']) access(`cognito-idp:${other}`, pool('a'));
    expect(access(`cognito-idp:${action}`, pool('a')).decision).toBe(decision);
  });
});
