import type { ActionPlan, Rule } from './action-plan.js';
import { readContext } from './context.js';
import type { Query } from './keys.js';
import type { PolicySet } from './policy-set.js';
import { isForeign, type Standing, standingOf } from './standing.js';
import type {
  AuthorizationRequest,
  Decision,
  PolicyEvaluationDecision,
  PolicyType,
  RequestPrincipal,
} from './types.js';

const noServiceControlAllow = implicitDeny('serviceControl');
const noIdentityAllow = implicitDeny('identity');
const noBoundaryAllow = implicitDeny('boundary');
const noSessionAllow = implicitDeny('session');

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

function applies(rule: Rule, query: Query): boolean {
  return rule.applies === true || rule.applies(query);
}

function explicitDeny(plan: ActionPlan, query: Query, standing: Standing): Decision | undefined {
  if (plan.denies.length === 0) return undefined;
  const limited = standing.serviceControl && standing.resourceControl && standing.session;
  const denies = limited
    ? plan.denies
    : plan.denies.filter((rule) => limits(rule.reported.policyType, standing));
  return decideBy(denies, query);
}

/** Whether policies of a type can deny a principal of this standing. */
export function limits(type: PolicyType, standing: Standing): boolean {
  if (type === 'serviceControl') return standing.serviceControl;
  if (type === 'resourceControl') return standing.resourceControl;
  return type !== 'session' || standing.session;
}

function allowedByEvery(plan: ActionPlan, query: Query, standing: Standing): Decision {
  const { identity, boundary } = plan;
  const session = standing.session ? plan.session : undefined;
  const levels = standing.serviceControl ? plan.serviceControl : [];
  if (
    levels.length === 0 &&
    boundary === undefined &&
    session === undefined &&
    !standing.root &&
    !standing.needsSession
  ) {
    return decideBy(identity, query) ?? noIdentityAllow;
  }
  const found: Rule[] = [];
  if (!levels.every((level) => collect(level, query, found))) return noServiceControlAllow;
  if (standing.root) return decide('allowed', 'identity', found);
  if (!collect(identity, query, found)) return noIdentityAllow;
  if (boundary !== undefined && !collect(boundary, query, found)) return noBoundaryAllow;
  if (session === undefined ? standing.needsSession : !collect(session, query, found)) return noSessionAllow;
  return decide('allowed', 'identity', found);
}

/** The decision of the rules that apply, all of one effect; ready made where it is one rule. */
function decideBy(rules: readonly Rule[], query: Query): Decision | undefined {
  let first: Rule | undefined;
  let all: Rule[] | undefined;
  for (const rule of rules) {
    if (!applies(rule, query)) continue;
    if (first === undefined) first = rule;
    else if (all === undefined) all = [first, rule];
    else all.push(rule);
  }
  if (first === undefined || all === undefined) return first?.alone;
  return decide(first.alone.decision, first.alone.decidedBy, all);
}

/** Adds the rules that apply to `found`; whether there was any. */
function collect(rules: readonly Rule[], query: Query, found: Rule[]): boolean {
  const before = found.length;
  for (const rule of rules) if (applies(rule, query)) found.push(rule);
  return found.length > before;
}

function decide(decision: PolicyEvaluationDecision, decidedBy: PolicyType, rules: readonly Rule[]): Decision {
  return Object.freeze({
    decision,
    decidedBy,
    matchedStatements: Object.freeze(rules.map((rule) => rule.reported)),
  });
}

function implicitDeny(decidedBy: PolicyType): Decision {
  return decide('implicitDeny', decidedBy, []);
}
