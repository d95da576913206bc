import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compilePolicies,
  type Decision,
  evaluate,
  type PolicyLayers,
  type PolicySet,
  type PolicyStatement,
} from '../../src/policy/index.js';
import { Query } from '../../src/policy/query.js';
import { conclude, decideAbout, type Residual, residualOf } from '../../src/policy/residual.js';
import { seenBefore } from '../../src/policy/seen-before.js';
import { standingOf } from '../../src/policy/standing.js';
import { policyLayers, request } from './arbitraries.js';

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

function about(plan: ReturnType<typeof planOf>, resource = `${pool}a`): Query {
  return new Query(resource, plan.rules.keys, undefined);
}

function left(layers: PolicyLayers, standing = ofAlice): Residual {
  const plan = planOf(layers);
  return residualOf(plan, about(plan), standing);
}

describe('what is left of a plan', () => {
  it('is the decision where no condition is', () => {
    const { settled, size } = left({ identity: [document(allow(), deny({ Resource: `${pool}b` }))] });
    expect(settled?.decision).toBe('allowed');
    expect(size).toBe(1);
    expect(left({ identity: [document(deny(), allow())] }).settled?.decision).toBe('explicitDeny');
  });

  it('is no decision while one condition is, of a deny or of an allow', () => {
    const denying = left({ identity: [document(allow(), deny({ Condition: bob }))] });
    expect([denying.settled, denying.size]).toEqual([undefined, 2]);
    const allowing = left({ identity: [document(allow(), allow({ Condition: bob }))] });
    expect([allowing.settled, allowing.size]).toEqual([undefined, 2]);
  });

  it('reads no key of statements about other resources, whether it is put together or not', () => {
    const other = { Resource: `${pool}b`, Condition: { StringEquals: { 'aws:SourceIp': 'x' } } };
    const plan = planOf({
      identity: [document(allow({ Condition: bob }), allow({ Condition: bob }), allow(other))],
    });
    const context = {
      'AWS:username': 'bob',
      get 'aws:SourceIp'(): string {
        throw new Error('nobody asked');
      },
    };
    for (const decide of [decideAbout, concludeAbout]) {
      const query = new Query(`${pool}a`, plan.rules.keys, context);
      expect(decide(plan, query, ofAlice).matchedStatements).toHaveLength(2);
      expect(() => decide(plan, new Query(`${pool}b`, plan.rules.keys, context), ofAlice)).toThrow('nobody');
    }
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
      residualOf(set.plan(`cognito-idp:${name}`), new Query(pool, set.rules.keys, undefined), ofAlice),
    );
    expect(one?.layers[0]?.rules).toHaveLength(1);
    expect(other?.layers[0]?.rules[0]).toBe(one?.layers[0]?.rules[0]);
    expect([one?.denies.length, other?.denies.length]).toEqual([0, 1]);
  });
});

function concludeAbout(...[plan, query, standing]: Parameters<typeof decideAbout>): Decision {
  return conclude(residualOf(plan, query, standing), query);
}

describe('a decision in one go', () => {
  const resource = fc.constantFrom(
    '*',
    'bucket',
    'arn:aws:cognito-idp',
    `${pool}a`,
    `${pool}alice`,
    'arn:aws:cognito-idp:us-east-1:210987654321:userpool/us-east-1_a',
    'arn:aws-cn:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a',
    'arn:aws:cognito-idp:us-east-1:123456789012:userpool',
    `${pool}${'a'.repeat(300)}`,
  );

  it('is the one that what is left comes to, however the two are mixed', () => {
    fc.assert(
      fc.property(policyLayers, fc.array(fc.tuple(request, resource), { minLength: 1 }), (layers, all) => {
        const set = compilePolicies(layers);
        for (const [one, other] of all) {
          const { action, principal, context } = one;
          for (const text of [one.resource, other]) {
            const plan = set.plan(action);
            const [once, kept] = [decideAbout, concludeAbout].map((decide) =>
              decide(plan, new Query(text, plan.rules.keys, context), standingOf(principal)),
            );
            expect(once).toEqual(kept);
            expect(evaluate(set, { ...one, resource: text })).toEqual(kept);
          }
        }
      }),
      { numRuns: 600 },
    );
  });

  it('refuses what belongs to another account before a boundary or a session is asked', () => {
    const foreign = 'arn:aws:cognito-idp:us-east-1:210987654321:userpool/us-east-1_a';
    const nothing = document(deny({ Action: 'cognito-idp:ListUsers' }));
    for (const layers of [
      { identity: [document(allow())], boundary: nothing },
      { identity: [document(allow())], session: [nothing] },
      { identity: [nothing], serviceControl: [[document(allow())]] },
    ]) {
      const plan = planOf(layers);
      for (const arn of ['arn:aws:iam::123456789012:user/alice', 'arn:aws:iam::123456789012:root']) {
        for (const decide of [decideAbout, concludeAbout]) {
          const { decision, decidedBy } = decide(plan, about(plan, foreign), standingOf({ arn }));
          expect([decision, decidedBy]).toEqual(['implicitDeny', 'identity']);
        }
      }
    }
  });
});

describe('what is kept of it', () => {
  const recall = (
    set: PolicySet,
    resource: string,
    standing = ofAlice,
    plan = set.plan('cognito-idp:AdminGetUser'),
  ) => set.recall(plan, resource, standing) ?? set.learn(plan, about(plan, resource), standing);
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
    expect(recall(set, `${pool}a`)).toBeUndefined();
    const second = recall(set, `${pool}a`);
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
    expect(keep(set, `${pool}b`)?.denies).toHaveLength(1);
    const ofRoot = standingOf({ arn: 'arn:aws:iam::123456789012:root' });
    expect(keep(set, `${pool}a`, ofRoot)?.standing).toBe(ofRoot);
    const other = set.plan('cognito-idp:ListUsers');
    recall(set, `${pool}a`, ofAlice, other);
    for (let times = 0; times < 3; times++) {
      expect(recall(set, `${pool}a`, ofAlice, other)?.number).toBe(other.number);
    }
  });

  it('tells decisions apart, though nothing is left to ask for either', () => {
    const set = compilePolicies([document(allow({ Resource: `${pool}a` }), deny({ Resource: `${pool}b` }))]);
    const decisions = ['a', 'b', 'c'].map((name) => keep(set, pool + name)?.settled?.decision);
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
