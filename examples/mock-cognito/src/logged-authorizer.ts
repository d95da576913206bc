import type { AuthorizationResult, Authorizer, Outcome } from '@cognito-iam/core';

/**
 * Stands for whichever authorizer `current` gives when a request comes, and writes one line for every request that is
 * let through. Refusals are in the authorizer's own log.
 */
export function loggedAuthorizer(current: () => Authorizer, write: (line: string) => void): Authorizer {
  const logged = (outcome: Outcome): Outcome => {
    if (outcome.allowed && outcome.result !== undefined) write(describeAllowed(outcome.result));
    return outcome;
  };
  return {
    authorize: async (request) => logged(await current().authorize(request)),
    authorizeOperation: async (...given) => logged(await current().authorizeOperation(...given)),
    passes: (request) => current().passes(request),
    get bodyLimit() {
      return current().bodyLimit;
    },
    get decisions() {
      return current().decisions;
    },
  };
}

/** `allowed ListUsers: arn:aws:sts::…:assumed-role/Support/bob by HelpUsers LookUpUsers`. */
function describeAllowed({ operation, principal, decision }: AuthorizationResult): string {
  if (decision === undefined) return `allowed ${operation}: IAM is not asked`;
  const statements = decision.matchedStatements.map(
    ({ policy, sid, index }) => `${policy} ${sid ?? `#${index}`}`,
  );
  return `allowed ${operation}: ${principal?.arn ?? 'anyone'} by ${statements.join(', ')}`;
}
