import { describe, expect, it } from 'vitest';
import { compilePolicies, evaluate, type PolicyStatement } from '../../src/policy/index.js';
import type { PolicySet } from '../../src/policy/policy-set.js';
import { Query } from '../../src/policy/query.js';
import { residualOf } from '../../src/policy/residual.js';
import { standingOf } from '../../src/policy/standing.js';

const pool = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_';
const allow = (Action: string | string[], name: string): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource: pool + name,
});
const setOf = (Statement: readonly PolicyStatement[]): PolicySet =>
  compilePolicies([{ Version: '2012-10-17', Statement }]);
const listOf = (set: PolicySet, action: string) => set.plan(action).layers.map(({ rules }) => rules);

describe('the plans that are kept', () => {
  it('have one list for all actions that are about the same statements, and no other', () => {
    const set = setOf([
      ...Array.from({ length: 20 }, (_, index) => allow('cognito-idp:*', `x${index}`)),
      allow('cognito-idp:ListUsers', 'y'),
    ]);
    const [all] = listOf(set, 'cognito-idp:AdminGetUser');
    expect(listOf(set, 'cognito-idp:admingetuser')).toEqual([all]);
    for (const action of ['cognito-idp:CreateGroup', 'cognito-idp:DeleteGroup', 'cognito-idp:Made'])
      expect(listOf(set, action)[0]).toBe(all);
    expect(listOf(set, 'cognito-idp:ListUsers')[0]).not.toBe(all);
    // Twenty statements in the list and as many resources in its index; the second has one more of both.
    expect(set.plans.size).toBe(40 + 42);
  });

  it('leave no more of a flood of actions than a multiple of the statements', () => {
    // Every action has a list of its own: the statements whose bit it has.
    const bits = Array.from({ length: 12 }, (_, bit) =>
      Array.from({ length: 25 }, (_, index) => allow(`cognito-idp:${'?'.repeat(bit)}1*`, `x${bit}-${index}`)),
    );
    const set = setOf(bits.flat());
    const action = (index: number) => `cognito-idp:${index.toString(2).padStart(12, '0')}`;
    const expected = evaluate(set, { action: action(1), resource: `${pool}x11-3` });
    expect(expected).toMatchObject({ decision: 'allowed', matchedStatements: [{ index: 11 * 25 + 3 }] });
    const fresh = setOf(bits.flat());
    for (let index = 0; index < 4_096; index++) {
      // Twice, as what is asked about again is kept with what it leaves.
      for (let times = 0; times < 2; times++) {
        const decision = evaluate(set, { action: action(index), resource: `${pool}x3-1` });
        expect(decision.decision).toBe((index & (1 << 8)) === 0 ? 'implicitDeny' : 'allowed');
      }
      // Twice eight for each statement, and the one asked about last.
      expect(set.plans.size).toBeLessThanOrEqual(2 * 8 * 300 + 600);
    }
    expect(evaluate(set, { action: action(1), resource: `${pool}x11-3` })).toEqual(expected);
    expect(evaluate(fresh, { action: action(1), resource: `${pool}x11-3` })).toEqual(expected);
  });

  it('are kept for 512 actions a generation, and for the one in use', () => {
    const set = setOf([allow('cognito-idp:*', 'a')]);
    const { number } = set.plan('cognito-idp:InUse');
    for (let index = 0; index < 2_000; index++) {
      set.plan(`cognito-idp:Made${index}`);
      expect(set.plan('cognito-idp:InUse').number).toBe(number);
    }
    const first = set.plan('cognito-idp:Made1999').number;
    expect(set.plan('cognito-idp:Made1999').number).toBe(first);
    expect(set.plan('cognito-idp:Made0').number).toBeGreaterThan(first);
    const overlong = `cognito-idp:${'x'.repeat(300)}`;
    expect(set.plan(overlong).number).not.toBe(set.plan(overlong).number);
  });

  it('are made once, as the rules and what explains denials are', () => {
    const set = setOf([allow('cognito-idp:*', '*')]);
    expect(set.plans).toBe(set.plans);
    expect(set.rules).toBe(set.rules);
    expect(set.examiner).toBe(set.examiner);
  });

  it('are not held by what is left of them for a resource', () => {
    const set = setOf([allow('cognito-idp:*', '*')]);
    const plan = set.plan('cognito-idp:ListUsers');
    const residual = residualOf(
      plan,
      new Query(`${pool}a`, plan.rules.keys, undefined),
      standingOf(undefined),
    );
    expect(Object.values(residual)).not.toContain(plan);
    expect(residual.number).toBe(plan.number);
  });
});
