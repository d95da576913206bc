import type { Decision, PolicyType } from '../policy/index.js';

const policyTypeNames: ReadonlyMap<PolicyType, readonly [allows: string, denies: string]> = new Map([
  ['identity', ['identity-based policy', 'an identity-based policy']],
  ['boundary', ['permissions boundary', 'a permissions boundary']],
  ['session', ['session policy', 'a session policy']],
  ['serviceControl', ['service control policy', 'a service control policy']],
  ['resourceControl', ['resource control policy', 'a resource control policy']],
]);

/** What was denied to whom. */
export interface Denial {
  /** The principal as AWS prints it. */
  readonly principalArn: string;
  readonly action: string;
  readonly resource: string;
  readonly decision: Decision;
}

/**
 * AWS's access-denied message. With `policyArn` an explicit deny ends in the ARN of the policy that denied, where
 * that policy has one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function accessDeniedMessage(denial: Denial, policyArn: boolean): string {
  const { principalArn, action, resource, decision } = denial;
  const asked = `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource}`;
  const [allows, denies] = policyTypeNames.get(decision.decidedBy) ?? ['policy', 'a policy'];
  if (decision.decision !== 'explicitDeny')
    return `${asked} because no ${allows} allows the ${action} action`;
  const arn = policyArn ? denyingPolicyArn(decision) : undefined;
  return `${asked} with an explicit deny in ${denies}${arn === undefined ? '' : `: ${arn}`}`;
}

function denyingPolicyArn(decision: Decision): string | undefined {
  const named = decision.matchedStatements.find(
    ({ effect, policyType }) => effect === 'Deny' && policyType === decision.decidedBy,
  );
  return named?.policyArn;
}
