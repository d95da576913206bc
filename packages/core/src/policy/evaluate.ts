import type { ActionPlan, Rule } from './action-plan.js';
import { type Conclusion, toDecision } from './conclusion.js';
import { readContext } from './context.js';
import type { Query } from './keys.js';
import type { PolicySet } from './policy-set.js';
import { isForeign, type Standing, standingOf } from './standing.js';
import type { AuthorizationRequest, Decision, PolicyType, RequestPrincipal } from './types.js';

const noServiceControlAllow = toDecision('implicitDeny', 'serviceControl', []);
const noIdentityAllow = toDecision('implicitDeny', 'identity', []);
const noBoundaryAllow = toDecision('implicitDeny', 'boundary', []);
const noSessionAllow = toDecision('implicitDeny', 'session', []);

/**
 * Decides a request as IAM does: pure, synchronous and total. A denial is a value, and nothing is thrown.
 *
 * An explicit deny of any policy wins; otherwise every service control level, the identity-based policies,
 * the boundary and the session policies must each allow. Session policies of users and of the root user are
 * not consulted, as such sessions have none. Nothing allows another account's resource: Cognito user pools
 * have no resource-based policies.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(policies: PolicySet, request: AuthorizationRequest): Decision {
  const plan = policies.plan(String(request.action));
  const resource = String(request.resource);
  const query: Query = { resource, values: readContext(plan.keys, request.context) };
  const standing = recall(request.principal);
  const denied = explicitDeny(plan, query, standing);
  if (denied !== undefined) return denied;
  if (!standing.known || isForeign(resource, standing.account)) return noIdentityAllow;
  return allowedByEvery(plan, query, standing);
}

let lastArn: unknown;
let lastRoleArn: unknown;
let lastStanding: Standing = standingOf({ arn: '' });

/** Callers repeat themselves, so the last principal's standing is kept. */
function recall(principal: RequestPrincipal | undefined): Standing {
  if (principal === undefined || principal === null) return standingOf(undefined);
  if (principal.arn !== lastArn || principal.roleArn !== lastRoleArn) {
    lastStanding = standingOf(principal);
    lastArn = principal.arn;
    lastRoleArn = principal.roleArn;
  }
  return lastStanding;
}

function explicitDeny(plan: ActionPlan, query: Query, standing: Standing): Decision | undefined {
  if (plan.denies.length === 0) return undefined;
  const limited = standing.serviceControl && standing.resourceControl && standing.session;
  const denies = limited
    ? plan.denies
    : plan.denies.filter((rule) => limits(rule.reported.policyType, standing));
  const conclusion = follow(plan.denied, denies, query);
  return conclusion === plan.denied ? undefined : conclusion.decision;
}

/** Whether policies of a type can deny a principal of this standing. */
export function limits(type: PolicyType, standing: Standing): boolean {
  if (type === 'serviceControl') return standing.serviceControl;
  if (type === 'resourceControl') return standing.resourceControl;
  return type !== 'session' || standing.session;
}

function allowedByEvery(plan: ActionPlan, query: Query, standing: Standing): Decision {
  let conclusion = plan.allowed;
  const allows = (rules: readonly Rule[]): boolean => {
    const before = conclusion;
    conclusion = follow(before, rules, query);
    return conclusion !== before;
  };
  if (standing.serviceControl && !plan.serviceControl.every(allows)) return noServiceControlAllow;
  if (standing.root) return conclusion.decision;
  if (!allows(plan.identity)) return noIdentityAllow;
  if (plan.boundary !== undefined && !allows(plan.boundary)) return noBoundaryAllow;
  if (plan.session === undefined) return standing.needsSession ? noSessionAllow : conclusion.decision;
  return standing.session && !allows(plan.session) ? noSessionAllow : conclusion.decision;
}

/** The conclusion once every rule that applies has been added to it. */
function follow(from: Conclusion, rules: readonly Rule[], query: Query): Conclusion {
  let conclusion = from;
  for (const rule of rules) {
    if (rule.applies === true || rule.applies(query)) conclusion = conclusion.and(rule.reported);
  }
  return conclusion;
}
