import { PolicyError, type PolicyErrorCode, type PolicyIssue } from './policy-error.js';
import type { PolicyType } from './types.js';

/**
 * The order in which IAM's API looks for faults: it answers with the message of the first check that fails
 * anywhere in the document.
 */
export type Check =
  | 'syntax'
  | 'principal'
  | 'legacy'
  | 'sid'
  | 'actions'
  | 'resource'
  | 'action'
  | 'resources'
  | 'size';

const checks: readonly Check[] = [
  'syntax',
  'principal',
  'legacy',
  'sid',
  'actions',
  'resource',
  'action',
  'resources',
  'size',
];

const messages: ReadonlyMap<Check, string> = new Map<Check, string>([
  ['syntax', 'Syntax errors in policy.'],
  ['principal', 'Policy document should not specify a principal.'],
  ['legacy', 'The policy failed legacy parsing'],
  ['sid', 'Statement IDs (SID) in a single policy must be unique.'],
  ['actions', 'Policy statement must contain actions.'],
  ['resources', 'Policy statement must contain resources.'],
]);

interface Finding extends PolicyIssue {
  readonly check: Check;
  readonly awsMessage: string;
}

/** Collects every problem of one document. */
export class IssueList {
  readonly type: PolicyType;
  /**
   * Whether the document is taken as one that is stored already. A wildcard in an action's service prefix is
   * refused in a new document, but documents exist that have one; there it matches nothing.
   */
  readonly stored: boolean;
  readonly #findings: Finding[] = [];

  constructor(type: PolicyType, stored = false) {
    this.type = type;
    this.stored = stored;
  }

  /** Notes a problem; `awsMessage` where the check's message depends on the document. */
  add(check: Check, pointer: string, message: string, awsMessage: string = messages.get(check) ?? ''): void {
    this.#findings.push({ check, pointer, message, awsMessage });
  }

  get length(): number {
    return this.#findings.length;
  }

  /** Throws a {@link PolicyError} if there is any problem. */
  throwIfAny(policy: string, code: PolicyErrorCode = 'ERR_POLICY_INVALID'): void {
    if (this.#findings.length === 0) return;
    const first = checks
      .flatMap((check) => this.#findings.filter((finding) => finding.check === check))
      .at(0);
    const issues = this.#findings.map(({ pointer, message }) => ({ pointer, message }));
    throw new PolicyError(code, policy, issues, first?.awsMessage ?? '');
  }
}
