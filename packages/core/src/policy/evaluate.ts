import type { PolicySet } from './policy-set.js';
import { Query } from './query.js';
import { conclude, decideAbout, noIdentityAllow } from './residual.js';
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
  try {
    const { action, resource, principal, context } = request;
    if (typeof action !== 'string' || typeof resource !== 'string') return noIdentityAllow;
    const plan = policies.plan(action);
    const standing = standingOf(principal);
    const known = policies.recall(plan, resource, standing);
    if (known?.settled !== undefined) return known.settled;
    const query = new Query(resource, plan.rules.keys, context);
    const residual = known ?? policies.learn(plan, query, standing);
    return residual === undefined ? decideAbout(plan, query, standing) : conclude(residual, query);
  } catch {
    return noIdentityAllow;
  }
}
