import { describe, expect, it } from 'vitest';
import {
  compilePolicies,
  type PolicyLayers,
  type PolicySet,
  type PolicyStatement,
} from '../../src/policy/index.js';
import { type Residual, residualOf } from '../../src/policy/residual.js';
import { seenBefore } from '../../src/policy/seen-before.js';
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
    expect(slots).toEqual([plan.rules.keys.slot('aws:username')]);
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

  it('is of rules that all actions share', () => {
    const set = compilePolicies([document(allow({ Condition: bob }), deny({ Action: '*:List*' }))]);
    const [one, other] = ['AdminGetUser', 'ListUsers'].map((name) =>
      residualOf(set.plan(`cognito-idp:${name}`), pool, ofAlice),
    );
    expect(one?.layers[0]?.rules).toHaveLength(1);
    expect(other?.layers[0]?.rules[0]).toBe(one?.layers[0]?.rules[0]);
    expect([one?.denies.length, other?.denies.length]).toEqual([0, 1]);
  });
});

describe('what is kept of it', () => {
  const recall = (set: PolicySet, resource: string, standing = ofAlice) =>
    set.residual(set.plan('cognito-idp:AdminGetUser'), resource, standing);
  const keep = (set: PolicySet, resource: string, standing = ofAlice) => {
    recall(set, resource, standing);
    recall(set, resource, standing);
    return recall(set, resource, standing);
  };
  const isKept = (set: PolicySet, resource: string) => {
    const [first, second] = [recall(set, resource), recall(set, resource)];
    return first === second;
  };

  it('begins with the second sight of a resource', () => {
    const set = compilePolicies([document(allow({ Condition: bob }))]);
    const first = recall(set, `${pool}a`);
    const second = recall(set, `${pool}a`);
    expect(second).not.toBe(first);
    const third = recall(set, `${pool}a`);
    expect(recall(set, `${pool}a`)).toBe(third);
    expect(third).toEqual(second);
  });

  it('is one and the same for resources that leave the same, and for one action and standing', () => {
    const set = compilePolicies([
      document(allow({ Condition: bob }), deny({ Resource: `${pool}b`, Condition: bob })),
    ]);
    const kept = keep(set, `${pool}a`);
    expect(keep(set, `${pool}c`)).toBe(kept);
    expect(keep(set, `${pool}b`)).not.toBe(kept);
    expect(keep(set, `${pool}b`).denies).toHaveLength(1);
    const ofRoot = standingOf({ arn: 'arn:aws:iam::123456789012:root' });
    expect(keep(set, `${pool}a`, ofRoot).standing).toBe(ofRoot);
    const other = set.plan('cognito-idp:ListUsers');
    for (let times = 0; times < 3; times++) {
      expect(set.residual(other, `${pool}a`, ofAlice).number).toBe(other.number);
    }
  });

  it('tells decisions apart, though nothing is left to ask for either', () => {
    const set = compilePolicies([document(allow({ Resource: `${pool}a` }), deny({ Resource: `${pool}b` }))]);
    const decisions = ['a', 'b', 'c'].map((name) => keep(set, pool + name).settled?.decision);
    expect(decisions).toEqual(['allowed', 'explicitDeny', 'implicitDeny']);
  });

  it('is not lost to resources that are seen once, nor to one that leaves too much', () => {
    const many = (count: number) => Array<PolicyStatement>(count).fill(allow({ Resource: `${pool}b` }));
    const set = compilePolicies([document(allow({ Condition: bob }), ...many(2048))]);
    const kept = keep(set, `${pool}a`);
    for (let index = 0; index < 20_000; index++) recall(set, `${pool}flood${index * 7919}`);
    expect(recall(set, `${pool}a`)).toBe(kept);
    expect(isKept(set, `${pool}b`)).toBe(false);
    expect(recall(set, `${pool}a`)).toBe(kept);
  });

  it('is forgotten where more statements are left than there is room for', () => {
    const own = Array.from({ length: 8 }, (_, index) =>
      Array<PolicyStatement>(400).fill(allow({ Resource: `${pool}${index}`, Condition: bob })),
    );
    const set = compilePolicies([document(...own.flat())]);
    const kept = own.map((_, index) => keep(set, `${pool}${index}`));
    // The newest first: asking about what is forgotten keeps it again, in the place of others.
    const left = kept.map((one, index) => [one, index] as const).reverse();
    const lost = left.findIndex(([one, index]) => recall(set, `${pool}${index}`) !== one);
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThanOrEqual(5);
  });

  it('is bounded by size: 2048 statements are kept, one more is not', () => {
    const many = (count: number) => compilePolicies([document(...Array(count).fill(allow()))]);
    const [most, more] = [many(2048), many(2049)];
    for (const set of [most, more]) keep(set, pool);
    expect(isKept(most, pool)).toBe(true);
    expect(isKept(more, pool)).toBe(false);
  });
});

describe('what was seen before', () => {
  const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

  it('is a text with its number, seen lately', () => {
    expect(seenBefore(`${pool}x`, -1)).toBe(false);
    expect(seenBefore(`${pool}x`, -1)).toBe(true);
    expect(seenBefore(`${pool}x`, -2)).toBe(false);
    expect(seenBefore(`${pool}y`, -1)).toBe(false);
    expect(seenBefore('', -1)).toBe(false);
    expect(seenBefore('', -1)).toBe(true);
  });

  it('is mostly told from what was not, and forgotten after many others', () => {
    const texts = numbers(0, 50_000).map((index) => `${pool}${(index * 7919).toString(36)}`);
    expect(texts.filter((text) => seenBefore(text, -3)).length).toBeLessThan(50);
    expect(texts.slice(0, 1000).filter((text) => seenBefore(text, -3)).length).toBeLessThan(50);
    const few = texts.slice(0, 50);
    for (const text of few) seenBefore(text, -4);
    expect(few.filter((text) => seenBefore(text, -4)).length).toBeGreaterThan(45);
  });
});
