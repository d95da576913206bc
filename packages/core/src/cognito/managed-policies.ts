import { awsManagedPolicyData } from './managed-policies.data.js';
import type { AwsManagedPolicy } from './managed-policy.js';

/**
 * The AWS managed policies that are built in, by name: those about Cognito, and a few general ones.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/security-iam-awsmanpol.html
 */
export const awsManagedPolicies: ReadonlyMap<string, AwsManagedPolicy> = new Map(
  awsManagedPolicyData.map((policy) => [policy.name, policy]),
);

/** The ARN of an AWS managed policy in a partition: `arn:aws:iam::aws:policy/AmazonCognitoReadOnly`. */
export function awsManagedPolicyArn(policy: AwsManagedPolicy, partition: string): string {
  return `arn:${partition}:iam::aws:policy${policy.path}${policy.name}`;
}
