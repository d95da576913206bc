import { readContext } from './context.js';
import type { Query } from './keys.js';
import type { PolicySet } from './policy-set.js';
import { conclude, noIdentityAllow, type Residual } from './residual.js';
import { standingOf } from './standing.js';
import type { AuthorizationRequest, Decision } from './types.js';

/**
 * Decides a request as IAM does: pure, synchronous and total. A denial is a value, and nothing is thrown; a
 * request whose action or resource is no text, or that cannot be read, is denied.
 *
 * An explicit deny of any policy wins; otherwise every service control level, the identity-based policies,
 * the boundary and the session policies must each allow. Session policies of users and of the root user are
 * not consulted, as such sessions have none. Nothing allows another account's resource: Cognito user pools
 * have no resource-based policies.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(policies: PolicySet, request: AuthorizationRequest): Decision {
  let residual: Residual;
  let query: Query;
  try {
    const { action, resource, principal, context } = request;
    if (typeof action !== 'string' || typeof resource !== 'string') return noIdentityAllow;
    residual = policies.residual(policies.plan(action), resource, standingOf(principal));
    if (residual.settled !== undefined) return residual.settled;
    query = { resource, values: readContext(residual.rules.keys, context, residual.slots) };
  } catch {
    return noIdentityAllow;
  }
  return conclude(residual, query);
}
