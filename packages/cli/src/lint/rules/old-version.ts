import type { LintRule } from '../lint-rule.js';
import { isUnresolved } from '../linted-policy.js';

/** A policy without the version that has policy variables. */
export const oldVersion: LintRule = {
  code: 'old-version',
  severity: 'warning',
  summary: 'a policy has no version 2012-10-17, which IAM asks of new policies and policy variables need',
  mend: 'add `"Version": "2012-10-17"`',
  *find({ statements, version }) {
    // Nothing is known of the version either.
    if (statements.every(isUnresolved)) return;
    if (version === undefined) {
      yield { pointer: '', message: 'the policy has no `Version`, and so counts as one of 2008-10-17' };
    } else if (version !== '2012-10-17') {
      yield {
        pointer: '/Version',
        message: `the policy is of version ${version}`,
        mend: 'write `2012-10-17`',
      };
    }
  },
};
