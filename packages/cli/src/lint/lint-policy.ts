import type { Finding } from '@cognito-iam/account';
import { PolicyError, parsePolicy } from '@cognito-iam/core';
import { type FoundPolicy, lintedPolicy } from './linted-policy.js';
import { malformedPolicy, rules } from './rules.js';

/** Everything that the rules find in a policy. One that IAM would refuse has its faults and nothing else. */
export function lintPolicy({ document, name, placeOf, type }: FoundPolicy): readonly Finding[] {
  try {
    const parsed = parsePolicy({ name, document: JSON.stringify(document ?? null) }, type);
    const policy = lintedPolicy(parsed.document, type);
    return rules.flatMap(({ code, find, mend: usual, severity: most }) =>
      [...find(policy)].map(({ pointer, message, mend = usual, severity = most }) => ({
        severity,
        code,
        message,
        mend,
        place: placeOf(pointer),
      })),
    );
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.issues.map(({ pointer, message }) => ({
      severity: malformedPolicy.severity,
      code: malformedPolicy.code,
      message,
      mend: malformedPolicy.mend,
      place: placeOf(pointer),
    }));
  }
}
