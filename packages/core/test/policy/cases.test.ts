import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type AuthorizationRequest,
  bindContext,
  compilePolicies,
  evaluate,
  PolicyError,
  type PolicyEvaluationDecision,
  type PolicyLayers,
  type PolicySource,
  type PolicyType,
  parsePolicy,
} from '../../src/policy/index.js';

interface DecisionCase {
  id: string;
  request: AuthorizationRequest;
  policies: PolicyLayers;
  expected: PolicyEvaluationDecision;
  decidedBy?: PolicyType;
  why: string;
}

interface MalformedCase {
  id: string;
  policyType: PolicyType;
  document: PolicySource;
  valid: boolean;
  message: string | null;
}

function readCases<T>(name: string): T[] {
  const text = readFileSync(new URL(`../../../../test/cases/${name}`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

for (const file of ['decisions.jsonl', 'doubtful.jsonl']) {
  describe(file, () => {
    it.each(readCases<DecisionCase>(file))('$id: $why', ({ request, policies, expected, decidedBy }) => {
      const set = compilePolicies(policies);
      const decision = evaluate(set, request);
      expect(decision.decision).toBe(expected);
      if (decidedBy !== undefined) expect(decision.decidedBy).toBe(decidedBy);
      expect(evaluate(bindContext(set, request.context ?? {}), request)).toEqual(decision);
    });
  });
}

describe('malformed.jsonl', () => {
  it.each(readCases<MalformedCase>('malformed.jsonl'))('$id', ({ policyType, document, valid, message }) => {
    const parse = () => parsePolicy(document, policyType);
    if (valid) {
      expect(parse().document).toEqual(document);
      return;
    }
    expect(parse).toThrow(PolicyError);
    try {
      parse();
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      if (message !== null) expect(error.awsMessage).toBe(message);
      expect(error.awsMessage).not.toBe('');
      expect(error.issues.length).toBeGreaterThan(0);
    }
  });
});
