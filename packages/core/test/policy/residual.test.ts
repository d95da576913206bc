import { describe, expect, it } from 'vitest';
import {
  compilePolicies,
  type PolicyLayers,
  type PolicySet,
  type PolicyStatement,
} from '../../src/policy/index.js';
import { type Residual, residualOf } from '../../src/policy/residual.js';
import { standingOf } from '../../src/policy/standing.js';

const pool = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_';
const bob = { StringEquals: { 'aws:username': 'bob' } };
const ofAlice = standingOf({ arn: 'arn:aws:iam::123456789012:user/alice' });

const allow = (more: object = {}): PolicyStatement => ({
  Effect: 'Allow',
  Action: 'cognito-idp:*',
  Resource: '*',
  ...more,
});
const deny = (more: object = {}): PolicyStatement => ({ ...allow(more), Effect: 'Deny' });
const document = (...Statement: PolicyStatement[]) => ({ Version: '2012-10-17' as const, Statement });
const planOf = (layers: PolicyLayers) => compilePolicies(layers).plan('cognito-idp:AdminGetUser');

function left(layers: PolicyLayers, standing = ofAlice): Residual {
  return residualOf(planOf(layers), `${pool}a`, standing);
}

describe('what is left of a plan', () => {
  it('is the decision where no condition is', () => {
    const { settled, slots, size } = left({ identity: [document(allow(), deny({ Resource: `${pool}b` }))] });
    expect(settled?.decision).toBe('allowed');
    expect([slots, size]).toEqual([[], 1]);
    expect(left({ identity: [document(deny(), allow())] }).settled?.decision).toBe('explicitDeny');
  });

  it('is no decision while one condition is, of a deny or of an allow', () => {
    const denying = left({ identity: [document(allow(), deny({ Condition: bob }))] });
    expect([denying.settled, denying.size, denying.slots.length]).toEqual([undefined, 2, 1]);
    const allowing = left({ identity: [document(allow(), allow({ Condition: bob }))] });
    expect([allowing.settled, allowing.size, allowing.slots.length]).toEqual([undefined, 2, 1]);
  });

  it('reads each key once, and none of statements about other resources', () => {
    const other = { Resource: `${pool}b`, Condition: { StringEquals: { 'aws:SourceIp': 'x' } } };
    const plan = planOf({
      identity: [document(allow({ Condition: bob }), allow({ Condition: bob }), allow(other))],
    });
    const { slots } = residualOf(plan, `${pool}a`, ofAlice);
    expect(slots).toEqual([plan.keys.slot('aws:username')]);
  });

  it('ends with the first layer that has nothing left', () => {
    const identity = [document(allow({ Condition: bob }))];
    const empty = document(allow({ Resource: `${pool}b` }));
    const { layers, settled } = left({ identity, serviceControl: [[document(allow())], [empty]] });
    expect(layers.map(({ rules }) => rules.length)).toEqual([1, 0]);
    expect(settled).toMatchObject({ decision: 'implicitDeny', decidedBy: 'serviceControl' });
  });

  it('has no denies that do not concern the principal', () => {
    const role = 'arn:aws:iam::123456789012:role/aws-service-role/x/S';
    const serviceControl = [[document(allow(), deny())]];
    const linked = left({ identity: [document(allow())], serviceControl }, standingOf({ arn: role }));
    expect(linked.settled?.decision).toBe('allowed');
    expect(left({ identity: [document(allow())], serviceControl }).settled?.decision).toBe('explicitDeny');
  });

  it('is kept for a resource and a standing, unless it is large', () => {
    const recall = (set: PolicySet, resource: string, standing = ofAlice) =>
      set.residual(set.plan('cognito-idp:AdminGetUser'), resource, standing);
    const set = compilePolicies({ identity: [document(allow())] });
    const first = recall(set, `${pool}a`);
    expect(recall(set, `${pool}a`)).toBe(first);
    expect(recall(set, `${pool}b`)).not.toBe(first);
    const ofRoot = standingOf({ arn: 'arn:aws:iam::123456789012:root' });
    expect(recall(set, `${pool}a`, ofRoot).standing).toBe(ofRoot);
    const many = (count: number) => compilePolicies([document(...Array(count).fill(allow()))]);
    const [most, more] = [many(2048), many(2049)];
    expect(recall(most, pool)).toBe(recall(most, pool));
    expect(recall(more, pool)).not.toBe(recall(more, pool));
  });
});
