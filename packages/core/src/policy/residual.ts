import type { ActionPlan, LayerType } from './action-plan.js';
import { toDecision } from './conclusion.js';
import { collect, type OpenRule } from './open-rule.js';
import type { Query } from './query.js';
import type { Rules } from './rules.js';
import type { Standing } from './standing.js';
import type { Decision } from './types.js';

/** The Allow statements of a layer of policies, one of which must apply. */
export interface Layer {
  readonly rules: readonly OpenRule[];
  /** The decision where none of them does. */
  readonly refusal: Decision;
}

/** What is left of an action's plan once the resource and the principal are known: conditions, or nothing. Other resources may leave the same. */
export interface Residual {
  readonly rules: Rules;
  /** That of its plan, which it outlives. */
  readonly number: number;
  readonly standing: Standing;
  readonly denies: readonly OpenRule[];
  /** In the order in which they are asked; every one must allow. */
  readonly layers: readonly Layer[];
  /** How many statements are left. */
  readonly size: number;
  /** The decision, where no condition is left to ask. */
  readonly settled: Decision | undefined;
}

/** The decision where no identity-based policy allows, or nothing at all could. */
export const noIdentityAllow: Decision = toDecision('implicitDeny', 'identity', []);

const refusals: Readonly<Record<LayerType, Decision>> = {
  serviceControl: toDecision('implicitDeny', 'serviceControl', []),
  identity: noIdentityAllow,
  boundary: toDecision('implicitDeny', 'boundary', []),
  session: toDecision('implicitDeny', 'session', []),
};
const nothing: Layer = { rules: [], refusal: noIdentityAllow };
const noSession: Layer = { rules: [], refusal: refusals.session };

/** Asks of a plan everything that the resource and the principal's standing settle; of the query it reads no more. */
export function residualOf(plan: ActionPlan, query: Query, standing: Standing): Residual {
  const { rules: all, number } = plan;
  const denies = deniesOf(plan, query, standing);
  const layers = layersOf(plan, query, standing);
  let size = denies.length;
  let settles = denies.every(isUnconditional);
  for (const { rules } of layers) {
    size += rules.length;
    settles &&= rules.every(isUnconditional);
  }
  const settled = settles ? decide(all, denies, layers, query) : undefined;
  return { rules: all, number, standing, denies, layers, size, settled };
}

function isUnconditional({ applies }: OpenRule): boolean {
  return applies === true;
}

function deniesOf(plan: ActionPlan, query: Query, standing: Standing): readonly OpenRule[] {
  const denies = plan.denies.about(query);
  for (const { reported } of denies) {
    if (!standing[reported.policyType]) return denies.filter((rule) => standing[rule.reported.policyType]);
  }
  return denies;
}

/** A layer without statements refuses whatever comes after it. */
function layersOf(plan: ActionPlan, query: Query, standing: Standing): readonly Layer[] {
  const layers: Layer[] = [];
  const foreign = isOutOfReach(query, standing);
  for (const { type, rules } of plan.layers) {
    if (!standing[type]) continue;
    if (foreign && type !== 'serviceControl') break;
    const layer = { rules: rules.about(query), refusal: refusals[type] };
    layers.push(layer);
    if (layer.rules.length === 0) return layers;
  }
  if (foreign) layers.push(nothing);
  else if (standing.needsSession && !plan.hasSession) layers.push(noSession);
  return layers;
}

/** Whether no policy of the principal's account can allow it the resource. */
function isOutOfReach({ head, resource }: Query, standing: Standing): boolean {
  return !standing.known || head.isForeignTo(standing, resource);
}

/** Decides by what is left of a plan and the values of the condition keys. Throws what the query's context throws. */
export function conclude(residual: Residual, query: Query): Decision {
  return residual.settled ?? decide(residual.rules, residual.denies, residual.layers, query);
}

function decide(
  { allowed, denied }: Rules,
  denies: readonly OpenRule[],
  layers: readonly Layer[],
  query: Query,
): Decision {
  const denying = collect(denies, query, denied, denied.start);
  if (denying !== denied.start) return denied.of(denying);
  let found = allowed.start;
  for (const { rules, refusal } of layers) {
    const before = found;
    found = collect(rules, query, allowed, before);
    if (found === before) return refusal;
  }
  return allowed.of(found);
}

/**
 * Decides in one go, for a resource whose residual nobody asks for again. It is the decision that `conclude` comes to, after the
 * same questions in the same order, without putting together what is left.
 */
export function decideAbout(plan: ActionPlan, query: Query, standing: Standing): Decision {
  const { allowed, denied } = plan.rules;
  const denying = collect(deniesOf(plan, query, standing), query, denied, denied.start);
  if (denying !== denied.start) return denied.of(denying);
  let found = allowed.start;
  for (const { type, rules } of plan.layers) {
    if (!standing[type]) continue;
    const before = found;
    found = rules.collect(query, allowed, before);
    if (found === before) return refusals[type];
    // Not before: where no identity-based policy allows, the refusal is the same.
    if (type !== 'serviceControl' && isOutOfReach(query, standing)) return noIdentityAllow;
  }
  if (isOutOfReach(query, standing)) return noIdentityAllow;
  if (standing.needsSession && !plan.hasSession) return refusals.session;
  return allowed.of(found);
}
