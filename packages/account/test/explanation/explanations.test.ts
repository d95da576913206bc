import { readFileSync } from 'node:fs';
import {
  type AuthorizationRequest,
  compilePolicies,
  evaluate,
  type PolicyEvaluationDecision,
  type PolicyLayers,
  type PolicyStatement,
} from '@cognito-iam/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyLayers, request } from '../../../core/test/policy/arbitraries.js';
import { type ContextChange, explainAccess, reasonText, type Suggestion } from '../../src/index.js';
import { applySuggestion } from './apply-suggestion.js';

interface ExplanationCase {
  readonly id: string;
  readonly why: string;
  readonly request: AuthorizationRequest;
  readonly layers: PolicyLayers;
  readonly expected: {
    readonly decision: PolicyEvaluationDecision;
    readonly reason: string;
    readonly suggestions: readonly Suggestion[];
    readonly contextChange: ContextChange | null;
    /** Of each layer, in the order in which IAM asks them. */
    readonly answers?: readonly string[];
  };
}

const text = readFileSync(new URL('../../../../test/cases/explanations.json', import.meta.url), 'utf8');
const cases: readonly ExplanationCase[] = JSON.parse(text);

function decide(layers: PolicyLayers, asked: AuthorizationRequest): PolicyEvaluationDecision {
  return evaluate(compilePolicies(layers), asked).decision;
}

function withChange(asked: AuthorizationRequest, change: ContextChange): AuthorizationRequest {
  const others = Object.entries(asked.context ?? {}).filter(
    ([key]) => key.toLowerCase() !== change.key.toLowerCase(),
  );
  const value = change.change === 'value' ? change.value : 'surely-another-value';
  const context = change.change === 'missing' ? others : [...others, [change.key, value] as const];
  return { ...asked, context: Object.fromEntries(context) };
}

describe('explanations.json', () => {
  it.each(cases)('$id: $why', ({ request: asked, layers, expected }) => {
    const explanation = explainAccess({ request: asked, layers });
    const { decision, suggestions, contextChange = null } = explanation;
    expect({ decision, reason: reasonText(explanation), suggestions, contextChange }).toEqual({
      decision: expected.decision,
      reason: expected.reason,
      suggestions: expected.suggestions,
      contextChange: expected.contextChange,
    });
    if (expected.answers !== undefined) {
      expect(explanation.layers.map(({ answer }) => answer)).toEqual(expected.answers);
    }
    if (suggestions.length > 0)
      expect(decide(suggestions.reduce(applySuggestion, layers), asked)).toBe('allowed');
    if (contextChange !== null) expect(decide(layers, withChange(asked, contextChange))).toBe('allowed');
  });
});

const runs = { numRuns: 300 };
/** As the authorizer asks: with the principal's ARN in the context. */
const asked = fc.tuple(request, fc.boolean()).map(([one, bare]): AuthorizationRequest => {
  const { principal, context } = one;
  if (principal === undefined || bare) return one;
  return { ...one, context: { ...context, 'aws:PrincipalArn': principal.roleArn ?? principal.arn } };
});

describe('laws of explanations', () => {
  it('it decides as evaluate does, and something is suggested wherever policies can help', () => {
    fc.assert(
      fc.property(policyLayers, asked, (layers, one) => {
        const explanation = explainAccess({ request: one, layers });
        expect(explanation.decision).toBe(decide(layers, one));
        const helpless = explanation.decision === 'allowed' || explanation.limitation !== undefined;
        // A Deny conceals that nothing could allow: then nothing is suggested either.
        if (explanation.decision === 'implicitDeny')
          expect(explanation.suggestions.length > 0).toBe(!helpless);
        if (explanation.decision === 'allowed') expect(explanation.suggestions).toEqual([]);
      }),
      runs,
    );
  });

  it('the suggestions together allow, and without any one of them do not', () => {
    let tried = 0;
    fc.assert(
      fc.property(policyLayers, asked, (layers, one) => {
        const { suggestions } = explainAccess({ request: one, layers });
        if (suggestions.length === 0) return;
        tried++;
        expect(decide(suggestions.reduce(applySuggestion, layers), one)).toBe('allowed');
        for (const left of suggestions) {
          const others = suggestions.filter((suggestion) => suggestion !== left);
          expect(decide(others.reduce(applySuggestion, layers), one)).not.toBe('allowed');
        }
      }),
      runs,
    );
    expect(tried).toBeGreaterThan(runs.numRuns / 10);
  });

  it('an exception changes nothing for others', () => {
    const other = 'arn:aws:iam::123456789012:role/Other';
    fc.assert(
      fc.property(policyLayers, asked, (layers, one) => {
        const { suggestions } = explainAccess({ request: one, layers });
        const exceptions = suggestions.filter(({ change }) => change === 'exempt');
        const of: AuthorizationRequest = {
          ...one,
          principal: { arn: other },
          context: { ...one.context, 'aws:PrincipalArn': other },
        };
        expect(decide(exceptions.reduce(applySuggestion, layers), of)).toBe(decide(layers, of));
      }),
      runs,
    );
  });

  it('a change of the context that is told allows', () => {
    const everything: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' };
    const operator = fc
      .tuple(
        fc.constantFrom('', 'ForAllValues:', 'ForAnyValue:'),
        fc.constantFrom(
          'StringEquals',
          'StringNotEquals',
          'NumericLessThan',
          'Bool',
          'IpAddress',
          'NotIpAddress',
          'DateGreaterThan',
        ),
        fc.constantFrom('', 'IfExists'),
      )
      .map((parts) => parts.join(''));
    const values = fc.array(fc.constantFrom('a', '10', 'true', '10.0.0.0/8', '2026-01-01T00:00:00Z'), {
      minLength: 1,
      maxLength: 2,
    });
    const value = fc.constantFrom('b', '11', 'false', '192.168.0.1', '2025-01-01T00:00:00Z', undefined);
    let tried = 0;
    fc.assert(
      fc.property(operator, values, value, fc.boolean(), (name, some, has, denies) => {
        // IAM takes no other text for a date.
        const wanted = name.includes('Date') ? ['2026-01-01T00:00:00Z'] : some;
        const condition = { Condition: { [name]: { 'aws:PrincipalTag/x': wanted } } };
        const statements = denies
          ? [everything, { ...everything, Effect: 'Deny' as const, ...condition }]
          : [{ ...everything, ...condition }];
        const layers: PolicyLayers = { identity: [{ Version: '2012-10-17', Statement: statements }] };
        const context = has === undefined ? {} : { 'aws:principaltag/x': has };
        const one = { action: 'cognito-idp:ListUsers', resource: '*', context };
        const { contextChange, decision } = explainAccess({ request: one, layers });
        if (decision === 'allowed') expect(contextChange).toBeUndefined();
        if (contextChange === undefined) return;
        tried++;
        if (contextChange.change === 'otherThan') expect(contextChange.values).toEqual(wanted);
        else expect(decide(layers, withChange(one, contextChange))).toBe('allowed');
      }),
      runs,
    );
    expect(tried).toBeGreaterThan(runs.numRuns / 5);
  });
});
