import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type AuthorizationRequest,
  compilePolicies,
  type Explanation,
  evaluate,
  explain,
  type Mismatch,
  type PolicyLayers,
} from '../../src/policy/index.js';

interface ExplainCase {
  id: string;
  why: string;
  request: AuthorizationRequest;
  policies: PolicyLayers;
  expected: Partial<Explanation> & {
    /** By statement; `null` where the statement matched. */
    mismatches?: (Mismatch | null)[];
    /** Index of the nearest miss in its policy; `null` where there is none. */
    nearestMissIndex?: number | null;
  };
}

const text = readFileSync(new URL('../../../../test/cases/explain.json', import.meta.url), 'utf8');
const cases: ExplainCase[] = JSON.parse(text);

describe('explain.json', () => {
  it.each(cases)('$id: $why', ({ request, policies, expected }) => {
    const set = compilePolicies(policies);
    const explanation = explain(set, request);
    const { mismatches, nearestMissIndex, ...rest } = expected;
    expect(explanation).toMatchObject(rest);
    const { decision, decidedBy, matchedStatements } = explanation;
    expect(evaluate(set, request)).toEqual({ decision, decidedBy, matchedStatements });
    if (mismatches !== undefined) {
      expect(explanation.statements.map((statement) => statement.mismatch ?? null)).toEqual(mismatches);
    }
    if (nearestMissIndex !== undefined)
      expect(explanation.nearestMiss?.statement.index ?? null).toBe(nearestMissIndex);
  });
});
