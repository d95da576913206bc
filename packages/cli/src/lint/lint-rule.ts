import type { Severity } from '@cognito-iam/account';
import type { LintedPolicy } from './linted-policy.js';

/** What a rule found in a policy. */
export interface RuleFinding {
  /** JSON Pointer in the policy's document. */
  readonly pointer: string;
  /** What is wrong, in one sentence without full stop. */
  readonly message: string;
  /** What to do about it here; the rule's own mend where it is left out. */
  readonly mend?: string;
  /** The rule's own where it is left out. */
  readonly severity?: Severity;
}

/** One thing that is looked for. */
export interface LintRule {
  /** Never changes: people write it down to switch a rule off. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong where it finds something, in one sentence without full stop. */
  readonly summary: string;
  /** What to do about it, in one sentence without full stop. */
  readonly mend: string;
  readonly find: (policy: LintedPolicy) => Iterable<RuleFinding>;
}
