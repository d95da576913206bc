import { type Finding, formatFinding } from '@cognito-iam/account';
import { TestKitError } from '../kit-error.js';

/**
 * Throws a {@link TestKitError} where an account was read with warnings whose codes are not accepted: a statement that
 * is left out allows nothing and denies nothing.
 */
export function requireWhole(
  findings: readonly Finding[],
  accepted: readonly string[],
  mend: string = 'mend it, or name the codes in `acceptWarnings`',
): void {
  const warnings = findings.filter(
    ({ severity, code }) => severity === 'warning' && !accepted.includes(code),
  );
  if (warnings.length === 0) return;
  const lines = warnings.map(formatFinding).join('\n');
  throw new TestKitError(
    `the account cannot be read whole, and tests of it could pass for that alone; ${mend}:\n${lines}`,
  );
}
