import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainDenial } from '../../src/policy/explain-denial.js';
import {
  type AuthorizationRequest,
  bindContext,
  compilePolicies,
  evaluate,
  explain,
  type PolicySet,
  type PolicyStatement,
} from '../../src/policy/index.js';
import { context, policyLayers, request } from './arbitraries.js';

const pool = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_';
const asked: AuthorizationRequest = { action: 'cognito-idp:AdminGetUser', resource: `${pool}a` };
const setOf = (...Statement: readonly PolicyStatement[]): PolicySet =>
  compilePolicies([{ name: 'p', document: { Version: '2012-10-17', Statement } }]);
const allow = (Action: string, more: Partial<PolicyStatement> = {}): PolicyStatement =>
  ({ Effect: 'Allow', Action, Resource: '*', ...more }) as PolicyStatement;
const others = (count: number): PolicyStatement[] =>
  Array.from({ length: count }, (_, index) =>
    allow(`s3:Get${index}`, { Condition: { StringEquals: { [`aws:PrincipalTag/k${index}`]: 'x' } } }),
  );
const told = (set: PolicySet, one: AuthorizationRequest) => explainDenial(set, one, evaluate(set, one));

describe('what is told of a denial', () => {
  it('has no member of which there is nothing to tell', () => {
    const set = setOf(allow('cognito-idp:AdminDeleteUser'));
    for (const found of [told(set, asked), explain(set, asked)])
      expect(found).toStrictEqual(JSON.parse(JSON.stringify(found)));
  });

  it('is what `explain` tells, where there are few statements; the same whatever was asked before', () => {
    fc.assert(
      fc.property(
        policyLayers,
        context,
        fc.array(request, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (layers, constants, requests, bound) => {
          const make = () =>
            bound ? bindContext(compilePolicies(layers), constants) : compilePolicies(layers);
          const used = make();
          for (const one of [...requests, ...requests]) {
            const { statements, ...all } = explain(make(), one);
            expect(statements.length).toBeLessThanOrEqual(32 * 8);
            if (all.decision !== 'implicitDeny') continue;
            expect(told(used, one)).toEqual(all);
          }
        },
      ),
      { numRuns: 500 },
    );
  }, 60_000);

  it('names the statements of an explicit deny, and examines none', () => {
    const set = setOf({ Effect: 'Deny', Action: '*', Resource: '*', Sid: 'No' }, ...others(10));
    expect(told(set, asked)).toEqual({ ...evaluate(set, asked), missingContextValues: [] });
    expect(set.examiner.compiled).toBe(0);
  });

  it.each([10, 1_000])('examines no more where %d statements are about other actions', (count) => {
    const near = allow('cognito-idp:AdminGetUser', { Resource: `${pool}b` });
    const set = setOf(...others(count), near, allow('cognito-idp:AdminGetUser', { Resource: `${pool}c` }));
    for (let times = 0; times < 3; times++) {
      expect(told(set, asked).nearestMiss).toMatchObject({
        statement: { index: count },
        mismatch: { element: 'Resource', entries: [`${pool}b`] },
        sufficient: true,
      });
    }
    expect(set.examiner.compiled).toBe(2);
  });

  it('without a near miss looks at 32 others of each layer, the likeliest by action', () => {
    const set = setOf(...others(500), allow('cognito-idp:AdminGetDevice'), ...others(500));
    expect(told(set, asked)).toEqual(
      (({ statements: _, ...all }) => all)(
        explain(setOf(...others(500), allow('cognito-idp:AdminGetDevice')), asked),
      ),
    );
    expect(told(set, asked).nearestMiss).toMatchObject({
      statement: { index: 500 },
      mismatch: { element: 'Action', entries: ['cognito-idp:AdminGetDevice'] },
    });
    expect(set.examiner.compiled).toBe(32);
    // The 32 hide those that would have allowed.
    const hidden = setOf(
      ...Array.from({ length: 32 }, () => allow('cognito-idp:AdminGetDevice', { Resource: `${pool}b` })),
      allow('s3:GetObject'),
    );
    expect(explain(hidden, asked).nearestMiss?.statement.index).toBe(32);
    expect(told(hidden, asked).nearestMiss).toBeUndefined();
  });

  it('looks at those of each layer, however many another has', () => {
    const likely = Array.from({ length: 40 }, (_, index) => allow(`cognito-idp:AdminGetUser${index}`));
    const set = compilePolicies({
      identity: [{ Version: '2012-10-17', Statement: [...likely, allow('cognito-idp:AdminGetUser')] }],
      boundary: { Version: '2012-10-17', Statement: allow('s3:GetObject') },
    });
    expect(told(set, asked)).toMatchObject({
      decidedBy: 'boundary',
      nearestMiss: {
        statement: { policyType: 'boundary', index: 0 },
        mismatch: { element: 'Action', entries: ['s3:GetObject'] },
      },
    });
  });

  it('of the keys that are missing tells those of the action, spelled as its policies do', () => {
    const reading = (Action: string, key: string) =>
      allow(Action, { Condition: { StringEquals: { [key]: 'x' } } });
    const set = setOf(
      reading('cognito-idp:ListUsers', 'AWS:USERNAME'),
      reading('cognito-idp:AdminGetUser', 'aws:UserName'),
      ...others(3),
    );
    for (const action of ['cognito-idp:ListUsers', asked.action, 'cognito-idp:ListUsers', asked.action]) {
      const key = action === asked.action ? 'aws:UserName' : 'AWS:USERNAME';
      expect(told(set, { ...asked, action }).missingContextValues).toEqual([key]);
    }
  });

  it('keeps no more of a flood of actions than a multiple of the statements', () => {
    const set = setOf(...Array.from({ length: 100 }, () => allow('cognito-idp:*', { Resource: `${pool}b` })));
    const first = told(set, asked);
    for (let index = 0; index < 3_000; index++) {
      const flood = { ...asked, action: `cognito-idp:Made${index}` };
      expect(told(set, flood).nearestMiss?.statement.index).toBe(0);
    }
    expect(set.examiner.size).toBeLessThanOrEqual(2 * 2_048);
    expect(told(set, asked)).toEqual(first);
  });
});
