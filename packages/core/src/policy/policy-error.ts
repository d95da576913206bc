/** Codes of {@link PolicyError}. */
export type PolicyErrorCode = 'ERR_POLICY_SYNTAX' | 'ERR_POLICY_INVALID' | 'ERR_POLICY_SIZE';

/** Every {@link PolicyErrorCode}, with what it means. */
export const policyErrorCodes: ReadonlyMap<PolicyErrorCode, string> = new Map<PolicyErrorCode, string>([
  ['ERR_POLICY_SYNTAX', 'the text of a policy is not JSON'],
  ['ERR_POLICY_INVALID', 'a policy document breaks the policy grammar'],
  ['ERR_POLICY_SIZE', 'a policy document is larger than the configured limit'],
]);

/** One problem of a policy document: where (a JSON Pointer) and what, in this project's words. */
export interface PolicyIssue {
  readonly pointer: string;
  readonly message: string;
}

/**
 * A policy document that IAM would refuse.
 *
 * `issues` lists every problem found; `awsMessage` is the one message that IAM's API would answer with
 * its `MalformedPolicyDocument` error.
 */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly code: PolicyErrorCode;
  readonly issues: readonly PolicyIssue[];
  readonly awsMessage: string;

  constructor(code: PolicyErrorCode, policy: string, issues: readonly PolicyIssue[], awsMessage: string) {
    const list = issues.map((issue) => `${issue.pointer === '' ? '/' : issue.pointer}: ${issue.message}`);
    super(`policy \`${policy}\`: ${list.join('; ')}`);
    this.code = code;
    this.issues = issues;
    this.awsMessage = awsMessage;
  }
}
