/** Codes of {@link PolicyError}. */
export type PolicyErrorCode =
  | 'ERR_POLICY_SYNTAX'
  | 'ERR_POLICY_INVALID'
  | 'ERR_POLICY_SIZE'
  | 'ERR_POLICY_LAYERS';

/** Every {@link PolicyErrorCode}, with what it means. */
export const policyErrorCodes: ReadonlyMap<PolicyErrorCode, string> = new Map<PolicyErrorCode, string>([
  ['ERR_POLICY_SYNTAX', 'the text of a policy is not JSON'],
  ['ERR_POLICY_INVALID', 'a policy document breaks the policy grammar'],
  ['ERR_POLICY_SIZE', 'a policy document is larger than the configured limit'],
  ['ERR_POLICY_LAYERS', 'the policies of a principal are not given as layers of policies'],
]);

/** One problem of a policy document: where (a JSON Pointer) and what, in this project's words. */
export interface PolicyIssue {
  readonly pointer: string;
  readonly message: string;
}

/** The message tells only so many problems; `issues` has the others. */
const mostTold = 10;

/**
 * A policy document that IAM would refuse.
 *
 * `issues` lists every problem found, a hundred at most; `awsMessage` is the one message that IAM's API would
 * answer with its `MalformedPolicyDocument` error, and empty where the fault is none of a document.
 */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly code: PolicyErrorCode;
  readonly issues: readonly PolicyIssue[];
  readonly awsMessage: string;

  constructor(code: PolicyErrorCode, policy: string, issues: readonly PolicyIssue[], awsMessage: string) {
    const told = issues
      .slice(0, mostTold)
      .map(({ pointer, message }) => `${pointer === '' ? '/' : pointer}: ${message}`);
    const rest = issues.length - told.length;
    super(`policy \`${policy}\`: ${told.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`);
    this.code = code;
    this.issues = issues;
    this.awsMessage = awsMessage;
  }
}
