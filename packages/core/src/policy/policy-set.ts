import { type ActionPlan, planAction } from './action-plan.js';
import { Examiner } from './examiner.js';
import { KeptPlans } from './kept-plans.js';
import { KeptResiduals } from './kept-residuals.js';
import { foldCase } from './letter-case.js';
import type { PolicyStatements } from './policy-statements.js';
import type { Query } from './query.js';
import { type Residual, residualOf } from './residual.js';
import { Rules } from './rules.js';
import { seenBefore } from './seen-before.js';
import type { Standing } from './standing.js';
import { keyNamesOf } from './statement-keys.js';

/**
 * The policies of one principal, compiled. Immutable: a changed document is a new set, so a cache may go by
 * the set's identity. Made by `compilePolicies` and `bindContext`; opaque to everyone else.
 */
export class PolicySet {
  /** @internal */
  readonly policies: PolicyStatements;
  /** Made when they are first needed: of many principals few are active. */
  #rules: Rules | undefined;
  #plans: KeptPlans | undefined;
  #examiner: Examiner | undefined;
  #residuals: KeptResiduals | undefined;

  /** @internal */
  constructor(policies: PolicyStatements) {
    this.policies = policies;
    Object.freeze(this);
  }

  /**
   * How many statements there are.
   * @internal
   */
  get size(): number {
    return this.policies.statements.length;
  }

  /** @internal */
  get rules(): Rules {
    this.#rules ??= new Rules(this.policies);
    return this.#rules;
  }

  /** @internal */
  get plans(): KeptPlans {
    this.#plans ??= new KeptPlans(this.size);
    return this.#plans;
  }

  /** @internal */
  get examiner(): Examiner {
    this.#examiner ??= new Examiner(this.policies);
    return this.#examiner;
  }

  /**
   * The plan of an action in any letter case, made when it is first asked for.
   * @internal
   */
  plan(action: string): ActionPlan {
    const name = foldCase(action);
    const { plans } = this;
    let plan = plans.get(name);
    if (plan === undefined) {
      plan = planAction(this.policies, this.rules, name, (rules) => plans.listOf(rules));
      plans.add(name, plan);
    }
    return plan;
  }

  /**
   * What is left of a plan for a resource and a principal, where it is kept.
   * @internal
   */
  recall(plan: ActionPlan, resource: string, standing: Standing): Residual | undefined {
    return this.#residuals?.get(plan, resource, standing);
  }

  /**
   * The same where it is not kept, for a resource that is asked about again: it is kept from then on, within bounds.
   * @internal
   */
  learn(plan: ActionPlan, query: Query, standing: Standing): Residual | undefined {
    if (!seenBefore(query.resource, plan.number)) return undefined;
    const residual = residualOf(plan, query, standing);
    this.#residuals ??= new KeptResiduals();
    this.#residuals.add(query.resource, residual);
    return residual;
  }
}

/**
 * The condition keys, policy variables included, that statements covering `action` can read: lower case,
 * sorted, without those bound in advance. The values of these keys, the principal, the action and the
 * resource determine the decision.
 */
export function conditionKeysRead(policies: PolicySet, action: string): readonly string[] {
  const { rules } = policies;
  const read = new Set<number>();
  rules.covering(foldCase(action), ({ slots }) => {
    for (const slot of slots) read.add(slot);
  });
  return rules.keys.namesOf(read);
}

/** The keys that statements about any action can read, in lower case, those bound in advance included. */
export function keyNamesRead({ policies }: PolicySet): ReadonlySet<string> {
  return keyNamesOf(policies.statements);
}
