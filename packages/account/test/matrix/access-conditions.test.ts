import {
  type AuthorizationRequest,
  compilePolicies,
  createDirectory,
  evaluate,
  type PolicyDocument,
  type PolicyStatement,
} from '@cognito-iam/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyLayers } from '../../../core/test/policy/arbitraries.js';
import {
  type AccessConditions,
  accessRequest,
  type OpenElements,
  permissionMatrix,
  principalAccess,
} from '../../src/index.js';
import { account, alice, any, pool, session, variedRequests } from './varied-requests.js';

/** Whether open elements hold of a request: the engine says it. */
function hold({ Condition, Resource, NotResource }: OpenElements, request: AuthorizationRequest): boolean {
  const statement: PolicyStatement = {
    Effect: 'Allow',
    Action: '*',
    ...(NotResource === undefined ? { Resource: Resource ?? '*' } : { NotResource }),
    ...(Condition && { Condition }),
  };
  const document: PolicyDocument = { Version: '2012-10-17', Statement: statement };
  return evaluate(compilePolicies([document]), request).decision === 'allowed';
}

function allows({ oneOfEach, unless }: AccessConditions, request: AuthorizationRequest): boolean {
  return (
    oneOfEach.every((list) => list.some((one) => hold(one, request))) &&
    !unless.some((one) => hold(one, request))
  );
}

const requests = variedRequests('aws:SourceIp', 'aws:CurrentTime', 'aws:TagKeys', 'constructor');

describe('the conditions of an access', { timeout: 120_000 }, () => {
  it('say of every request whether it is allowed', () => {
    let conditional = 0;
    fc.assert(
      fc.property(
        policyLayers,
        fc.constantFrom('cognito-idp:AdminGetUser', 'cognito-idp:ListUsers', 'cognito-idp:TagResource'),
        fc.constantFrom(pool('a'), pool('alice'), any),
        fc.boolean(),
        requests,
        (layers, action, resource, ofRole, many) => {
          const principal = (team: string | undefined) => (ofRole ? session(team) : alice);
          const found = principalAccess(account, { principal: principal(undefined), layers })(
            action,
            resource,
          );
          const conditions = found.conditions();
          expect(conditions !== undefined).toBe(found.decision === 'conditional');
          if (conditions === undefined) return;
          conditional++;
          const compiled = compilePolicies(layers);
          for (const request of many) {
            const about = resource === any ? pool(request.pool) : resource;
            const values = action.endsWith('TagResource')
              ? request.values
              : Object.fromEntries(Object.entries(request.values).filter(([key]) => key !== 'aws:TagKeys'));
            const asked = accessRequest(account, principal(request.team), action, about, {
              now: 1e12,
              context: values,
            });
            expect(allows(conditions, asked)).toBe(evaluate(compiled, asked).decision === 'allowed');
          }
        },
      ),
      { numRuns: 800 },
    );
    expect(conditional).toBeGreaterThan(20);
  });

  const conditionsOf = (Version: PolicyDocument['Version'], ...Statement: PolicyStatement[]) => {
    const identity: PolicyDocument[] = [{ ...(Version && { Version }), Statement }];
    const asked = principalAccess(account, { principal: alice, layers: { identity } });
    return asked('cognito-idp:AdminGetUser', any).conditions();
  };
  const allow = { Effect: 'Allow', Action: 'cognito-idp:*', Resource: '*' } as const;
  const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
  const office = { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '198.51.100.0/24'] } };
  const lists = { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '198.51.100.0/24'] } };

  it('are in one order, without what asks for more than another', () => {
    const conditions = conditionsOf(
      '2012-10-17',
      { ...allow, Condition: { ...mfa, ...office } },
      { ...allow, Condition: office },
      { ...allow, Condition: { Bool: { 'aws:MultiFactorAuthPresent': true } } },
      { ...allow, Condition: office },
    );
    expect(conditions).toEqual({
      oneOfEach: [
        [{ Condition: { Bool: { 'aws:MultiFactorAuthPresent': ['true'] } } }, { Condition: lists }],
      ],
      unless: [],
    });
  });

  it('name the resource patterns that are open, and only these', () => {
    const conditions = conditionsOf(
      '2012-10-17',
      { ...allow, Resource: ['arn:aws:s3:::b/*', pool('b*'), pool('a')] },
      { Effect: 'Deny', Action: '*', NotResource: [pool('*'), 'arn:aws:s3:::b'] },
    );
    expect(conditions).toEqual({
      oneOfEach: [[{ Resource: [pool('a'), pool('b*')] }]],
      unless: [{ NotResource: [pool('*')] }],
    });
  });

  it('write what is no variable as IAM escapes it', () => {
    const Condition = { StringEquals: { 'aws:UserAgent': '${aws:username}' } };
    expect(conditionsOf('2008-10-17', { ...allow, Condition })?.oneOfEach).toEqual([
      [{ Condition: { StringEquals: { 'aws:UserAgent': ['${$}{aws:username}'] } } }],
    ]);
    expect(conditionsOf('2012-10-17', { ...allow, Condition })?.oneOfEach).toEqual([
      [{ Condition: { StringEquals: { 'aws:UserAgent': ['${aws:username}'] } } }],
    ]);
  });

  it('are in the matrix, where there are any', () => {
    const roles = {
      Support: {
        inlinePolicies: { P: { Version: '2012-10-17', Statement: { ...allow, Condition: mfa } } },
      },
    } as const;
    const options = { account: '123456789012', roles };
    const matrix = permissionMatrix({
      ...account,
      directory: createDirectory(options),
      directoryOptions: options,
    });
    const [cell] = matrix.principals[0]?.cells ?? [];
    expect(cell?.conditions).toEqual({
      oneOfEach: [[{ Condition: { Bool: { 'aws:MultiFactorAuthPresent': ['true'] } } }]],
      unless: [],
    });
  });
});
