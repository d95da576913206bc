import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { awsManagedPolicies, awsManagedPolicyArn } from '../../src/cognito/managed-policies.js';
import { compilePolicies, evaluate, parsePolicy } from '../../src/policy/index.js';

const pool = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc';

describe('awsManagedPolicies', () => {
  it('is what the generator makes', () => {
    const script = fileURLToPath(new URL('../../scripts/generate-managed-policies.mjs', import.meta.url));
    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });

  it('holds every policy about Cognito', () => {
    expect([...awsManagedPolicies.values()].map((policy) => awsManagedPolicyArn(policy, 'aws'))).toEqual([
      'arn:aws:iam::aws:policy/AWSDenyAll',
      'arn:aws:iam::aws:policy/AdministratorAccess',
      'arn:aws:iam::aws:policy/AmazonCognitoDeveloperAuthenticatedIdentities',
      'arn:aws:iam::aws:policy/aws-service-role/AmazonCognitoIdpEmailServiceRolePolicy',
      'arn:aws:iam::aws:policy/aws-service-role/AmazonCognitoIdpServiceRolePolicy',
      'arn:aws:iam::aws:policy/AmazonCognitoPowerUser',
      'arn:aws:iam::aws:policy/AmazonCognitoReadOnly',
      'arn:aws:iam::aws:policy/AmazonCognitoUnAuthedIdentitiesSessionPolicy',
      'arn:aws:iam::aws:policy/AmazonCognitoUnauthenticatedIdentities',
      'arn:aws:iam::aws:policy/AmazonESCognitoAccess',
      'arn:aws:iam::aws:policy/AmazonOpenSearchServiceCognitoAccess',
      'arn:aws:iam::aws:policy/PowerUserAccess',
    ]);
  });

  it.each([...awsManagedPolicies.values()])('$name is a valid policy', ({ name, document }) => {
    expect(parsePolicy({ name, document }).document).toEqual(document);
  });

  it.each([
    ['AdministratorAccess', 'cognito-idp:AdminDeleteUser', 'allowed'],
    ['AWSDenyAll', 'cognito-idp:AdminGetUser', 'explicitDeny'],
    ['PowerUserAccess', 'cognito-idp:AdminDeleteUser', 'allowed'],
    ['PowerUserAccess', 'iam:CreateUser', 'implicitDeny'],
    ['AmazonCognitoPowerUser', 'cognito-idp:AdminDeleteUser', 'allowed'],
    ['AmazonCognitoReadOnly', 'cognito-idp:AdminGetUser', 'allowed'],
    ['AmazonCognitoReadOnly', 'cognito-idp:AdminDeleteUser', 'implicitDeny'],
    ['AmazonCognitoIdpServiceRolePolicy', 'cognito-idp:DescribeUserPool', 'allowed'],
    ['AmazonCognitoUnauthenticatedIdentities', 'cognito-idp:AdminGetUser', 'implicitDeny'],
    ['AmazonESCognitoAccess', 'cognito-idp:DescribeUserPool', 'allowed'],
  ])('%s: %s is %s', (name, action, decision) => {
    const policies = compilePolicies([awsManagedPolicies.get(name)!.document]);
    expect(evaluate(policies, { action, resource: pool }).decision).toBe(decision);
  });

  it('has the ARN of the partition', () => {
    expect(awsManagedPolicyArn(awsManagedPolicies.get('AmazonCognitoReadOnly')!, 'aws-cn')).toBe(
      'arn:aws-cn:iam::aws:policy/AmazonCognitoReadOnly',
    );
  });
});
