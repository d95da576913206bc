import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AuthorizationRequest,
  bindContext,
  compilePolicies,
  evaluate,
  examine,
  explain,
  type PolicyDocument,
} from '../../src/policy/index.js';
import { policyLayers, request } from './arbitraries.js';

const document: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['cognito-idp:List*', 'cognito-idp:AdminGetUser', 'cognito-idp:*'],
      Resource: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/a',
      Condition: {
        StringEquals: { 'aws:PrincipalTag/team': 'red' },
        Bool: { 'aws:MultiFactorAuthPresent': 'true', 'aws:SecureTransport': 'true' },
      },
    },
    { Sid: 'NoWrites', Effect: 'Deny', NotAction: ['cognito-idp:Admin*', 's3:*'], Resource: '*' },
    { Effect: 'Allow', Action: 's3:*', Resource: '*' },
  ],
};
const asked: AuthorizationRequest = {
  action: 'cognito-idp:admingetUser',
  resource: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/a',
  context: { 'aws:MultiFactorAuthPresent': 'true' },
};

describe('examine', () => {
  it('tells of entries and conditions by themselves, and nothing of statements about other actions', () => {
    const [first, second, ...others] = examine(compilePolicies([document]), asked);
    expect(first).toMatchObject({
      place: 0,
      entries: [1, 2],
      matched: false,
      conditions: [false, true, false],
    });
    expect(second).toMatchObject({
      ...{ place: 1, entries: [0], matched: false, conditions: [] },
      statement: { sid: 'NoWrites', effect: 'Deny' },
    });
    expect(others).toEqual([]);
  });

  it('asks no condition of another resource, and no policy that does not apply to the principal', () => {
    const policies = compilePolicies([document]);
    const other = `${asked.resource}b`;
    expect(examine(policies, { ...asked, resource: other })[0]).toMatchObject({
      matched: false,
      conditions: [],
    });
    const principal = { arn: 'arn:aws:iam::123456789012:root' };
    expect(examine(policies, { ...asked, principal })).toEqual([]);
  });

  it('is total', () => {
    const policies = compilePolicies([document]);
    for (const broken of [null, undefined, {}, { action: 1, resource: 2 }, { ...asked, action: undefined }])
      expect(examine(policies, broken as never)).toEqual([]);
  });

  it('matches what explain says matches, and finds the element that explain says does not', () => {
    fc.assert(
      fc.property(policyLayers, request, (layers, question) => {
        const policies = compilePolicies(layers);
        const { statements } = explain(policies, question);
        const examined = new Map(examine(policies, question).map((one) => [one.place, one]));
        for (const [place, { matched, mismatch, effect, index }] of statements.entries()) {
          const found = examined.get(place);
          expect(found?.matched ?? false).toBe(matched);
          if (found === undefined) expect(['Action', 'NotAction', 'Principal']).toContain(mismatch?.element);
          else expect(found.statement).toMatchObject({ effect, index });
          if (mismatch?.element === 'Condition') expect(found?.conditions).toContain(false);
          if (mismatch?.element === 'Resource') expect(found?.conditions).toEqual([]);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('has every statement that decides, bound or not', () => {
    fc.assert(
      fc.property(policyLayers, request, (layers, question) => {
        const policies = compilePolicies(layers);
        const bound = bindContext(policies, question.context ?? {});
        const { matchedStatements } = evaluate(policies, question);
        const examined = examine(policies, question);
        const matched = examined.flatMap(({ statement, ...one }) => (one.matched ? [statement] : []));
        for (const statement of matchedStatements) expect(matched).toContainEqual(statement);
        expect(examine(bound, question)).toEqual(examined);
        expect(examine(bound, { ...question, context: {} })).toEqual(examined);
      }),
      { numRuns: 300 },
    );
  });
});
