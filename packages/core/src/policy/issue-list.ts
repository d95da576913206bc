import { PolicyError, type PolicyErrorCode, type PolicyIssue } from './policy-error.js';
import type { PolicyType } from './types.js';

/**
 * The order in which IAM's API looks for faults: it answers with the message of the first check that fails
 * anywhere in the document.
 */
export type Check =
  | 'characters'
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
  'characters',
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
  [
    'characters',
    'The specified value for policyDocument is invalid. It must contain only printable ASCII characters.',
  ],
  ['syntax', 'Syntax errors in policy.'],
  ['principal', 'Policy document should not specify a principal.'],
  ['legacy', 'The policy failed legacy parsing'],
  ['sid', 'Statement IDs (SID) in a single policy must be unique.'],
  ['actions', 'Policy statement must contain actions.'],
  ['resources', 'Policy statement must contain resources.'],
]);

/** A document with more problems than this is not worth a longer list. */
const mostIssues = 100;

/** Collects the problems of one document: all of them, up to a hundred. */
export class IssueList {
  readonly type: PolicyType;
  /**
   * Whether the document is taken as one that is stored already. A wildcard in an action's service prefix is
   * refused in a new document, but documents exist that have one; there it matches nothing.
   */
  readonly stored: boolean;
  readonly #findings: PolicyIssue[] = [];
  readonly #first: Map<Check, string> = new Map();

  constructor(type: PolicyType, stored = false) {
    this.type = type;
    this.stored = stored;
  }

  /** Notes a problem; `awsMessage` where the check's message depends on the document. */
  add(check: Check, pointer: string, message: string, awsMessage: string = messages.get(check) ?? ''): void {
    if (this.#findings.length < mostIssues) this.#findings.push({ pointer, message });
    // The API's answer goes by the order of the checks, so the first of each is kept even beyond the list.
    if (!this.#first.has(check)) this.#first.set(check, awsMessage);
  }

  get isEmpty(): boolean {
    return this.#findings.length === 0;
  }

  /** Throws a {@link PolicyError} if there is any problem. */
  throwIfAny(policy: string, code: PolicyErrorCode = 'ERR_POLICY_INVALID'): void {
    if (this.isEmpty) return;
    const first = checks.find((check) => this.#first.has(check));
    throw new PolicyError(code, policy, this.#findings, (first && this.#first.get(first)) ?? '');
  }
}
