import type { ActionPlan, Rule } from './action-plan.js';
import { toDecision } from './conclusion.js';
import { readContext } from './context.js';
import type { Query } from './keys.js';
import type { PolicySet } from './policy-set.js';
import { isForeign, type Standing, standingOf } from './standing.js';
import type { AuthorizationRequest, Decision, MatchedStatement, RequestPrincipal } from './types.js';

const noServiceControlAllow = toDecision('implicitDeny', 'serviceControl', []);
const noIdentityAllow = toDecision('implicitDeny', 'identity', []);
const noBoundaryAllow = toDecision('implicitDeny', 'boundary', []);
const noSessionAllow = toDecision('implicitDeny', 'session', []);

/** A request as it was read: the plan for its action, its resource and values, and its principal's standing. */
interface Question {
  readonly plan: ActionPlan;
  readonly query: Query;
  readonly standing: Standing;
}

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
  const question = readRequest(policies, request);
  if (question === undefined) return noIdentityAllow;
  const { plan, query, standing } = question;
  const denied: MatchedStatement[] = [];
  if (standing.serviceControl) collect(plan.denies.serviceControl, query, denied);
  if (standing.resourceControl) collect(plan.denies.resourceControl, query, denied);
  if (standing.identity) collect(plan.denies.identity, query, denied);
  if (standing.boundary) collect(plan.denies.boundary, query, denied);
  if (standing.session) collect(plan.denies.session, query, denied);
  return denied.length > 0 ? plan.denied.of(denied) : allowedByEvery(question);
}

/** Reads a request; `undefined` where that cannot be done, or throws. */
function readRequest(policies: PolicySet, request: AuthorizationRequest): Question | undefined {
  try {
    const { action, resource } = request;
    if (typeof action !== 'string' || typeof resource !== 'string') return undefined;
    const plan = policies.plan(action);
    const values = readContext(plan.keys, request.context);
    return { plan, query: { resource, values }, standing: recall(request.principal) };
  } catch {
    return undefined;
  }
}

const ordinary = standingOf(undefined);
let lastArn: unknown;
let lastRoleArn: unknown;
let lastStanding: Standing = standingOf({ arn: '' });

/** Callers repeat themselves, so the last principal's standing is kept. */
function recall(principal: RequestPrincipal | undefined): Standing {
  if (principal === undefined || principal === null) return ordinary;
  const { arn, roleArn } = principal;
  if (arn !== lastArn || roleArn !== lastRoleArn) {
    lastStanding = standingOf({ arn, ...(roleArn === undefined ? {} : { roleArn }) });
    lastArn = arn;
    lastRoleArn = roleArn;
  }
  return lastStanding;
}

function allowedByEvery({ plan, query, standing }: Question): Decision {
  if (!standing.known) return noIdentityAllow;
  const found: MatchedStatement[] = [];
  if (standing.serviceControl) {
    for (const level of plan.serviceControl) if (!collect(level, query, found)) return noServiceControlAllow;
  }
  if (isForeign(query.resource, standing)) return noIdentityAllow;
  if (standing.identity && !collect(plan.identity, query, found)) return noIdentityAllow;
  if (standing.boundary && plan.boundary !== undefined && !collect(plan.boundary, query, found)) {
    return noBoundaryAllow;
  }
  if (plan.session === undefined) return standing.needsSession ? noSessionAllow : plan.allowed.of(found);
  return standing.session && !collect(plan.session, query, found) ? noSessionAllow : plan.allowed.of(found);
}

/** Adds the statements that apply to `found`; whether there was any. */
function collect(rules: readonly Rule[], query: Query, found: MatchedStatement[]): boolean {
  const before = found.length;
  for (const rule of rules) {
    if (rule.applies === true || rule.applies(query)) found.push(rule.reported);
  }
  return found.length > before;
}
