import type { DecisionEvent } from '@cognito-iam/core';

/**
 * `allowed ListUsers: arn:aws:sts::…:assumed-role/Support/bob by HelpUsers LookUpUsers`. Nothing for a refused request,
 * which is in the authorizer's own log.
 */
export function decisionLine(event: DecisionEvent): string | undefined {
  const { outcome, operation, principal, matchedStatements } = event;
  if (outcome !== 'allowed') return undefined;
  if (matchedStatements === undefined) return `allowed ${operation}: IAM is not asked`;
  const statements = matchedStatements.map(({ policy, sid, index }) => `${policy} ${sid ?? `#${index}`}`);
  return `allowed ${operation}: ${principal?.arn ?? 'anyone'} by ${statements.join(', ')}`;
}
