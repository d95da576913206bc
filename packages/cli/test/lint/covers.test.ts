import { contains, overlaps, type Pattern } from '@cognito-iam/account';
import {
  type AuthorizationRequest,
  catalog,
  compilePolicies,
  evaluate,
  type PolicyDocument,
} from '@cognito-iam/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyDocument, request } from '../../../core/test/policy/arbitraries.js';
import { mayName } from '../../src/lint/cognito-resources.js';
import { lintPolicy } from '../../src/lint/lint-policy.js';
import { lintedPolicy } from '../../src/lint/linted-policy.js';
import { resourcePattern } from '../../src/lint/pattern.js';
import { redundantStatement } from '../../src/lint/rules/redundant-statement.js';
import { unreachableStatement } from '../../src/lint/rules/unreachable-statement.js';
import { statementCovers } from '../../src/lint/statement-covers.js';

function list(document: PolicyDocument) {
  return [document.Statement].flat();
}

function decisionOf(document: PolicyDocument, asked: AuthorizationRequest) {
  return evaluate(compilePolicies([document]), asked).decision;
}

/** The statements that are said to change nothing, by their place. */
function idle(document: PolicyDocument): readonly number[] {
  const policy = lintedPolicy(document, 'identity');
  const found = [...redundantStatement.find(policy), ...unreachableStatement.find(policy)];
  return found.map(({ pointer }) => Number(pointer.split('/')[2]));
}

describe('statements that change nothing', () => {
  it('change no decision, each for itself', () => {
    let tried = 0;
    fc.assert(
      fc.property(
        policyDocument,
        fc.array(request, { minLength: 12, maxLength: 12 }),
        (document, requests) => {
          for (const index of idle(document)) {
            tried++;
            const without = { ...document, Statement: list(document).filter((_, at) => at !== index) };
            const [before, after] = [compilePolicies([document]), compilePolicies([without])];
            for (const asked of requests) {
              expect(evaluate(after, asked).decision).toBe(evaluate(before, asked).decision);
            }
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(tried).toBeGreaterThan(100);
  });

  it('apply to no request that the other does not apply to', () => {
    let covered = 0;
    fc.assert(
      fc.property(policyDocument, fc.array(request, { minLength: 8, maxLength: 8 }), (document, requests) => {
        const { statements, variables } = lintedPolicy(document, 'identity');
        for (const [at, outer] of statements.entries()) {
          for (const [innerAt, inner] of statements.entries()) {
            if (at === innerAt || !statementCovers(outer, inner, variables)) continue;
            covered++;
            const alone = (place: number): PolicyDocument => ({
              ...document,
              Statement: { ...list(document)[place]!, Effect: 'Deny' },
            });
            for (const asked of requests) {
              if (decisionOf(alone(innerAt), asked) !== 'explicitDeny') continue;
              expect(decisionOf(alone(at), asked)).toBe('explicitDeny');
            }
          }
        }
      }),
      { numRuns: 2000 },
    );
    expect(covered).toBeGreaterThan(200);
  });
});

const segment = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 6 });
const entry = fc
  .tuple(fc.constantFrom('arn:aws:cognito-idp:', 'arn:*:', 'arn:aws:x:y:1:', 'arn:aws:x:'), segment)
  .map(([head, tail]) => head + tail)
  .filter((text) => {
    try {
      compilePolicies([granting(text)]);
      return true;
    } catch {
      return false;
    }
  });
const arn = fc
  .tuple(
    fc.constantFrom('arn:aws:cognito-idp:', 'arn:aws:x:y:1:', 'arn:aws:x:'),
    fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 6 }),
  )
  .map(([head, tail]) => head + tail);

function granting(resource: string): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'cognito-idp:AdminGetUser', Resource: resource },
  };
}

function matches(resource: string, asked: string): boolean {
  return (
    decisionOf(granting(resource), { action: 'cognito-idp:AdminGetUser', resource: asked }) === 'allowed'
  );
}

function pattern(text: string): Pattern {
  return resourcePattern(text, true) ?? expect.fail(text);
}

describe('patterns', () => {
  it('that contain another match all that it matches, and overlap with it', () => {
    fc.assert(
      fc.property(entry, entry, arn, (outer, inner, asked) => {
        if (contains(pattern(outer), pattern(inner)) && matches(inner, asked)) {
          expect(matches(outer, asked), `${outer} ${inner} ${asked}`).toBe(true);
        }
        if (matches(outer, asked) && matches(inner, asked)) {
          expect(overlaps(pattern(outer), pattern(inner)), `${outer} ${inner} ${asked}`).toBe(true);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('contain the ARNs that they match, and no others', () => {
    fc.assert(
      fc.property(entry, arn, (outer, asked) => {
        expect(contains(pattern(outer), pattern(asked))).toBe(matches(outer, asked));
        expect(overlaps(pattern(outer), pattern(asked))).toBe(matches(outer, asked));
      }),
      { numRuns: 3000 },
    );
  });

  it('that may name no user pool match none', () => {
    const pool = fc
      .tuple(fc.constantFrom('us-east-1', 'eu-west-1'), fc.stringMatching(/^[0-9A-Za-z]{1,3}$/))
      .map(([region, id]) => `arn:aws:cognito-idp:${region}:123456789012:userpool/${region}_${id}`);
    const patterns = fc
      .tuple(pool, fc.nat(80), fc.nat(80), fc.constantFrom('*', '?', 'a', ':', ''))
      .map(
        ([text, start, end, put]) =>
          text.slice(0, Math.min(start, end)) + put + text.slice(Math.max(start, end)),
      );
    fc.assert(
      fc.property(patterns, pool, (text, asked) => {
        if (mayName(text, 'userpool', true)) return;
        try {
          compilePolicies([granting(text)]);
        } catch {
          return;
        }
        expect(matches(text, asked), `${text} ${asked}`).toBe(false);
      }),
      { numRuns: 3000 },
    );
    expect(mayName('arn:aws:cognito-idp:us-east-1:123456789012:userpool/a', 'userpool', true)).toBe(false);
  });
});

describe('actions that are not reached', () => {
  it('are allowed on no pool', () => {
    const placeOf = (pointer: string) => ({ file: pointer, line: 1, column: 1 });
    const pool = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a';
    let lost = 0;
    for (const [name, { resourceTypes }] of catalog.actions) {
      const document: PolicyDocument = {
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: `cognito-idp:${name}`, Resource: pool },
      };
      const codes = lintPolicy({ name, type: 'identity', document, placeOf }).map(({ code }) => code);
      const resource = resourceTypes[0]?.type === 'userpool' ? pool : '*';
      const decision = decisionOf(document, { action: `cognito-idp:${name}`, resource });
      if (codes.includes('resource-not-taken')) lost++;
      if (codes.includes('never-evaluated')) continue;
      expect([name, codes.includes('resource-not-taken')]).toEqual([name, decision !== 'allowed']);
    }
    expect(lost).toBeGreaterThan(4);
  });
});
