import { type ActionPlan, type PolicyStatements, planAction } from './action-plan.js';
import { foldCase } from './letter-case.js';
import { RecentMap } from './recent-map.js';

/**
 * The policies of one principal, compiled. Immutable: a changed document is a new set, so a cache may go by
 * the set's identity. Made by `compilePolicies` and `bindContext`; opaque to everyone else.
 */
export class PolicySet {
  /** @internal */
  readonly policies: PolicyStatements;
  /** Made when it is first needed: of many principals few are active. */
  #plans: RecentMap<ActionPlan> | undefined;

  /** @internal */
  constructor(policies: PolicyStatements) {
    this.policies = policies;
    Object.freeze(this);
  }

  /**
   * The plan of an action in any letter case, made when it is first asked for.
   * @internal
   */
  plan(action: string): ActionPlan {
    const name = foldCase(action);
    this.#plans ??= new RecentMap(512);
    let plan = this.#plans.get(name);
    if (plan === undefined) {
      plan = planAction(this.policies, name);
      this.#plans.set(name, plan);
    }
    return plan;
  }
}

/**
 * The condition keys, policy variables included, that statements covering `action` can read: lower case,
 * sorted, without those bound in advance. The values of these keys, the principal, the action and the
 * resource determine the decision.
 */
export function conditionKeysRead(policies: PolicySet, action: string): readonly string[] {
  return policies.plan(action).keys.open;
}
