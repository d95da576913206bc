import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bindContext,
  type ContextValue,
  compilePolicies,
  conditionKeysRead,
  type Decision,
  evaluate,
  explain,
  type PolicyDocument,
  PolicyError,
  type PolicyLayers,
  parsePolicy,
} from '../../src/policy/index.js';
import { keyNamesRead } from '../../src/policy/policy-set.js';
import { context, policyDocument, policyLayers, request, statement } from './arbitraries.js';

const runs = { numRuns: 600 };

function reverse(document: PolicyDocument): PolicyDocument {
  const statements = [document.Statement].flat().map((one) => ({
    ...one,
    ...(Array.isArray(one.Action) ? { Action: [...one.Action].reverse() } : {}),
    ...(Array.isArray(one.Resource) ? { Resource: [...one.Resource].reverse() } : {}),
    ...(one.Condition === undefined
      ? {}
      : { Condition: Object.fromEntries(Object.entries(one.Condition).reverse()) }),
  }));
  return { ...document, Statement: statements.reverse() };
}

function reverseLayers(layers: PolicyLayers): PolicyLayers {
  const all = (documents: PolicyLayers['identity']) =>
    documents.map((one) => reverse(one as PolicyDocument)).reverse();
  return {
    identity: all(layers.identity),
    ...(layers.boundary === undefined ? {} : { boundary: reverse(layers.boundary as PolicyDocument) }),
    ...(layers.session === undefined ? {} : { session: all(layers.session) }),
    ...(layers.serviceControl === undefined ? {} : { serviceControl: layers.serviceControl.map(all) }),
  };
}

function answer({ decision, decidedBy, matchedStatements }: Decision): unknown {
  return {
    decision,
    decidedBy,
    matched: matchedStatements.map(({ policyType, effect }) => policyType + effect).sort(),
  };
}

describe('laws', () => {
  it('order never matters', () => {
    fc.assert(
      fc.property(policyLayers, request, (layers, asked) => {
        const reversed = {
          ...asked,
          context: Object.fromEntries(Object.entries(asked.context ?? {}).reverse()),
        };
        const one = evaluate(compilePolicies(layers), asked);
        expect(answer(evaluate(compilePolicies(reverseLayers(layers)), reversed))).toEqual(answer(one));
      }),
      runs,
    );
  });

  it('adding a Deny never allows, adding an Allow never denies', () => {
    fc.assert(
      fc.property(
        policyLayers,
        statement(fc.constant('Deny')),
        statement(fc.constant('Allow')),
        request,
        (layers, deny, allow, asked) => {
          const before = evaluate(compilePolicies(layers), asked).decision;
          const adding = (one: typeof deny) =>
            evaluate(
              compilePolicies({
                ...layers,
                identity: [...layers.identity, { Version: '2012-10-17', Statement: one }],
              }),
              asked,
            ).decision;
          const ranks = ['explicitDeny', 'implicitDeny', 'allowed'];
          expect(ranks.indexOf(adding(deny))).toBeLessThanOrEqual(ranks.indexOf(before));
          expect(ranks.indexOf(adding(allow))).toBeGreaterThanOrEqual(ranks.indexOf(before));
        },
      ),
      runs,
    );
  });

  it('a limit never widens: boundary, session and service control policies grant nothing', () => {
    fc.assert(
      fc.property(policyLayers, policyDocument, request, (layers, limit, asked) => {
        const { identity } = layers;
        if (evaluate(compilePolicies({ identity }), asked).decision === 'allowed') return;
        if (asked.principal?.arn.includes('federated-user')) return;
        for (const limited of [{ boundary: limit }, { session: [limit] }, { serviceControl: [[limit]] }]) {
          expect(evaluate(compilePolicies({ identity, ...limited }), asked).decision).not.toBe('allowed');
        }
      }),
      runs,
    );
  });

  it('bound equals unbound, in any letter case and in steps', () => {
    fc.assert(
      fc.property(policyLayers, request, context, (layers, asked, constants) => {
        const set = compilePolicies(layers);
        const names = new Set(Object.keys(constants).map((key) => key.toLowerCase()));
        const rest = Object.entries(asked.context ?? {}).filter(([key]) => !names.has(key.toLowerCase()));
        const whole = { ...asked, context: { ...Object.fromEntries(rest), ...constants } };
        const bound = bindContext(set, constants);
        expect(evaluate(bound, whole)).toEqual(evaluate(set, whole));
        // Neither without these keys nor with other values of them: a request's own are not looked at.
        expect(evaluate(bound, { ...asked, context: Object.fromEntries(rest) })).toEqual(
          evaluate(set, whole),
        );
        expect(evaluate(bound, asked)).toEqual(evaluate(set, whole));
        const inSteps = Object.entries(constants).every(
          ([key], _, all) => all.filter(([k]) => k.toLowerCase() === key.toLowerCase()).length === 1,
        );
        if (!inSteps) return;
        let stepwise = set;
        for (const [key, value] of Object.entries(constants))
          stepwise = bindContext(stepwise, { [key]: value });
        expect(evaluate(stepwise, whole)).toEqual(evaluate(set, whole));
      }),
      runs,
    );
  });

  it('binding what no statement reads gives the very same set', () => {
    fc.assert(
      fc.property(policyLayers, context, (layers, constants) => {
        const set = compilePolicies(layers);
        const read = keyNamesRead(set);
        const unread = Object.entries(constants).filter(([key]) => !read.has(key.toLowerCase()));
        expect(bindContext(set, Object.fromEntries(unread))).toBe(set);
        expect(bindContext(set, { 'aws:PrincipalTag/nobody-asks': 'x' })).toBe(set);
        for (const key of read) {
          const bound = bindContext(set, { [key.toUpperCase()]: 'x' });
          expect(bound).not.toBe(set);
          expect(bound.policies.constants.get(key)).toBe('x');
        }
      }),
      runs,
    );
  });

  it('what any action reads is among what the set reads', () => {
    fc.assert(
      fc.property(policyLayers, request, (layers, { action }) => {
        const set = compilePolicies(layers);
        const all = keyNamesRead(set);
        for (const key of conditionKeysRead(set, action)) expect(all).toContain(key);
      }),
      runs,
    );
  });

  it('the keys read, the principal, the action and the resource determine the decision', () => {
    fc.assert(
      fc.property(policyLayers, request, (layers, asked) => {
        const set = compilePolicies(layers);
        const read = new Set(conditionKeysRead(set, asked.action));
        const relevant = Object.entries(asked.context ?? {}).filter(([key]) => read.has(key.toLowerCase()));
        expect(evaluate(set, { ...asked, context: Object.fromEntries(relevant) })).toEqual(
          evaluate(set, asked),
        );
      }),
      runs,
    );
  });

  it('explain decides as evaluate does, and accounts for every statement', () => {
    fc.assert(
      fc.property(policyLayers, request, (layers, asked) => {
        const set = compilePolicies(layers);
        const { statements, nearestMiss, missingContextValues, ...rest } = explain(set, asked);
        const decision = evaluate(set, asked);
        expect(rest).toMatchObject(decision);
        const matched = statements.filter((one) => one.matched);
        for (const { policyType, policy, index, effect } of decision.matchedStatements) {
          expect(matched).toContainEqual(expect.objectContaining({ policyType, policy, index, effect }));
        }
        for (const one of statements) expect(one.matched).toBe(one.mismatch === undefined);
        const denies = matched.filter((one) => one.effect === 'Deny');
        expect(denies.length > 0).toBe(decision.decision === 'explicitDeny');
        if (nearestMiss !== undefined) expect(decision.decision).toBe('implicitDeny');
        for (const key of missingContextValues) {
          const value = Object.entries(asked.context ?? {}).find(
            ([name]) => name.toLowerCase() === key.toLowerCase(),
          )?.[1];
          expect(Array.isArray(value) ? value : (value ?? [])).toEqual([]);
        }
      }),
      runs,
    );
  });

  it('reading and compiling is total on any JSON: a PolicyError, or a set', () => {
    const hostile = fc.oneof(
      fc.jsonValue({ maxDepth: 6 }),
      policyDocument
        .chain((document) => fc.tuple(fc.constant(document), fc.string(), fc.jsonValue()))
        .map(([document, name, value]) => ({ ...document, [name]: value })),
      fc
        .tuple(
          statement(fc.constant('Allow')),
          fc.constantFrom('Effect', 'Action', 'Resource', 'Condition', 'Sid', '__proto__'),
          fc.jsonValue(),
        )
        .map(([one, name, value]) =>
          JSON.parse(
            `{"Statement":{${JSON.stringify(one).slice(1, -1)},"${name}":${JSON.stringify(value)}}}`,
          ),
        ),
    );
    fc.assert(
      fc.property(hostile, (value) => {
        for (const source of [value, JSON.stringify(value)]) {
          for (const type of ['identity', 'resourceControl'] as const) {
            try {
              parsePolicy(source as PolicyDocument, type);
              evaluate(compilePolicies([source as PolicyDocument]), { action: 'a:b', resource: '*' });
            } catch (error) {
              expect(error).toBeInstanceOf(PolicyError);
            }
          }
        }
      }),
      runs,
    );
  });

  it('any text is read or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(() => parsePolicy(text)).toThrow(PolicyError);
      }),
      runs,
    );
  });

  it('evaluate and explain are total on hostile requests', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\ud800',
        '__proto__',
        'constructor',
        '*',
        'arn:::::',
        'arn:aws:iam::123456789012:root',
        '',
      ),
    );
    const value = fc.oneof(
      odd,
      fc.anything(),
      fc.array(fc.anything()),
      fc.constant(new Date(Number.NaN)),
      fc.constant(Number.NaN),
    );
    const names = fc.oneof(
      odd,
      fc.constantFrom('aws:username', 'AWS:USERNAME', 'constructor', 'aws:TagKeys'),
    );
    fc.assert(
      fc.property(
        policyLayers,
        odd,
        odd,
        odd,
        fc.array(fc.tuple(names, value), { maxLength: 5 }),
        (layers, action, resource, arn, pairs) => {
          const hostile = JSON.parse('{"__proto__":"x"}');
          for (const [name, item] of pairs)
            Object.defineProperty(hostile, name, { value: item, enumerable: true, configurable: true });
          const set = compilePolicies(layers);
          const asked = {
            action,
            resource,
            principal: { arn },
            context: hostile as Record<string, ContextValue>,
          };
          expect(['allowed', 'implicitDeny', 'explicitDeny']).toContain(evaluate(set, asked).decision);
          expect(explain(set, asked).decision).toBe(evaluate(set, asked).decision);
        },
      ),
      runs,
    );
  });
});
