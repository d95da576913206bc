import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  compilePolicies,
  evaluate,
  type ParseOptions,
  PolicyError,
  type PolicyIssue,
  type PolicySource,
  type PolicyType,
  parsePolicy,
  policyErrorCodes,
} from '../../src/policy/index.js';

interface IssueCase extends ParseOptions {
  id: string;
  policyType: PolicyType;
  document: PolicySource;
  code: string;
  issues: PolicyIssue[];
  awsMessage: string;
}

const text = readFileSync(new URL('../../../../test/cases/policy-issues.json', import.meta.url), 'utf8');
const cases: IssueCase[] = JSON.parse(text);

function errorOf(parse: () => unknown): PolicyError {
  try {
    parse();
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error('the policy was accepted');
}

describe('policy-issues.json', () => {
  it.each(cases)('$id', ({ policyType, document, code, issues, awsMessage, maxCharacters }) => {
    const options = maxCharacters === undefined ? {} : { maxCharacters };
    const error = errorOf(() => parsePolicy(document, policyType, options));
    expect(error.code).toBe(code);
    expect(error.awsMessage).toBe(awsMessage);
    expect(error.issues.map(({ pointer }) => pointer)).toEqual(issues.map(({ pointer }) => pointer));
    for (const [index, { message }] of issues.entries())
      expect(error.issues[index]?.message).toContain(message);
  });

  it('meets every code of the table', () => {
    expect(new Set(cases.map(({ code }) => code))).toEqual(new Set(policyErrorCodes.keys()));
  });
});

describe('parsePolicy', () => {
  const document = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'a:b', Resource: '*' },
  } as const;

  it('gives back a copy that the source cannot change, with its name and ARN', () => {
    const source = structuredClone(document) as {
      Version: '2012-10-17';
      Statement: { Effect: 'Allow'; Action: string; Resource: string };
    };
    const parsed = parsePolicy({ name: 'P', arn: 'arn:aws:iam::123456789012:policy/P', document: source });
    source.Statement.Action = 'c:d';
    expect(parsed).toEqual({ name: 'P', arn: 'arn:aws:iam::123456789012:policy/P', document });
  });

  it('does not count white space, but in service control policies', () => {
    const spaced = JSON.stringify(document, null, 40);
    const compact = JSON.stringify(document).length;
    expect(parsePolicy(spaced, 'identity', { maxCharacters: compact }).document).toEqual(document);
    expect(errorOf(() => parsePolicy(spaced, 'serviceControl', { maxCharacters: compact })).code).toBe(
      'ERR_POLICY_SIZE',
    );
  });

  it('takes deep nesting and long lists without running out of stack', () => {
    const deep = `{"Version":"2012-10-17","Statement":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(errorOf(() => parsePolicy(deep)).code).toBe('ERR_POLICY_INVALID');
    const statements = Array.from({ length: 20_000 }, (_, index) => ({
      Effect: 'Allow',
      Action: `s3:Action${index}`,
      Resource: '*',
    }));
    const set = compilePolicies([JSON.stringify({ Version: '2012-10-17', Statement: statements })]);
    expect(evaluate(set, { action: 's3:Action19999', resource: '*' }).decision).toBe('allowed');
  });
});

describe('compilePolicies', () => {
  const asked = { action: 'cognito-idp:AdminGetUser', resource: '*' };

  it('is not reached by later changes of a document', () => {
    const statement = { Effect: 'Allow', Action: 'cognito-idp:*', Resource: '*' } as {
      Effect: 'Allow';
      Action: string;
      Resource: string;
    };
    const set = compilePolicies([{ Version: '2012-10-17', Statement: statement }]);
    statement.Action = 's3:*';
    expect(evaluate(set, asked).decision).toBe('allowed');
  });

  it('hands out decisions that nobody can change', () => {
    const set = compilePolicies([
      { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
    ]);
    const decision = evaluate(set, asked);
    expect(Object.isFrozen(decision) && Object.isFrozen(decision.matchedStatements)).toBe(true);
    expect(evaluate(set, asked)).toBe(decision);
  });

  it('matches nothing with a wildcard in the service prefix, which parsePolicy refuses', () => {
    const document = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'cognito-*:AdminGetUser', Resource: '*' },
    } as const;
    expect(errorOf(() => parsePolicy(document)).awsMessage).toBe('Vendor cognito-* is not valid');
    expect(evaluate(compilePolicies([document]), asked).decision).toBe('implicitDeny');
  });
});
