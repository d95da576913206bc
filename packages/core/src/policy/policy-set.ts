import { type ActionPlan, type PolicyStatements, planAction } from './action-plan.js';
import { foldCase } from './letter-case.js';
import { RecentMap } from './recent-map.js';
import { type Residual, residualOf } from './residual.js';
import type { Standing } from './standing.js';
import { TextTable } from './text-table.js';

/**
 * The policies of one principal, compiled. Immutable: a changed document is a new set, so a cache may go by
 * the set's identity. Made by `compilePolicies` and `bindContext`; opaque to everyone else.
 */
export class PolicySet {
  /** @internal */
  readonly policies: PolicyStatements;
  /** Made when they are first needed: of many principals few are active. */
  #plans: RecentMap<ActionPlan> | undefined;
  #residuals: TextTable<Residual> | undefined;
  #planned = 0;
  #statementsKept = 0;

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
      plan = planAction(this.policies, name, ++this.#planned);
      this.#plans.set(name, plan);
    }
    return plan;
  }

  /**
   * What is left of a plan for a resource and a principal, made when it is first asked for. However many resources
   * clients make up, no more is kept of them than {@link mostStatements}.
   * @internal
   */
  residual(plan: ActionPlan, resource: string, standing: Standing): Residual {
    const known = this.#residuals?.get(resource, plan.number);
    if (known !== undefined && known.standing === standing) return known;
    const residual = residualOf(plan, resource, standing);
    this.#statementsKept += residual.size;
    if (this.#residuals === undefined || this.#statementsKept > mostStatements) {
      this.#residuals = new TextTable(4, 256);
      this.#statementsKept = residual.size;
    }
    if (residual.size <= mostStatements) this.#residuals.set(resource, residual, plan.number);
    return residual;
  }
}

/** How many statements are kept in what is left of plans for resources. */
const mostStatements = 2048;

/**
 * The condition keys, policy variables included, that statements covering `action` can read: lower case,
 * sorted, without those bound in advance. The values of these keys, the principal, the action and the
 * resource determine the decision.
 */
export function conditionKeysRead(policies: PolicySet, action: string): readonly string[] {
  return policies.plan(action).keys.open;
}
