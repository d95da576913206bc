import type { ActionPlan, LayerType } from './action-plan.js';
import { toDecision } from './conclusion.js';
import type { KeyValue, Query } from './keys.js';
import type { OpenRule } from './rule.js';
import type { Rules } from './rules.js';
import { SlotList } from './slot-list.js';
import { isForeign, type Standing } from './standing.js';
import type { Decision, MatchedStatement } from './types.js';

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
  /** The slots of the keys that are read. */
  readonly slots: readonly number[];
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
const noSlots: readonly number[] = [];
const noValues: readonly KeyValue[] = [];

/** Asks of a plan everything that the resource and the principal's standing settle. */
export function residualOf(plan: ActionPlan, resource: string, standing: Standing): Residual {
  const { rules: all, number } = plan;
  const denies = deniesOf(plan, resource, standing);
  const layers = layersOf(plan, resource, standing);
  let open = listSlots(denies, undefined);
  let size = denies.length;
  for (const { rules } of layers) {
    open = listSlots(rules, open);
    size += rules.length;
  }
  if (open !== undefined) {
    return { rules: all, number, standing, denies, layers, size, slots: open.slots, settled: undefined };
  }
  const settled = decide(all, denies, layers, { resource, values: noValues });
  return { rules: all, number, standing, denies, layers, size, slots: noSlots, settled };
}

/** Adds the slots that rules read; `undefined` as long as no rule has a condition. */
function listSlots(rules: readonly OpenRule[], found: SlotList | undefined): SlotList | undefined {
  let open = found;
  for (const { applies, slots } of rules) {
    if (applies === true) continue;
    open ??= new SlotList();
    for (const slot of slots) open.add(slot);
  }
  return open;
}

function deniesOf(plan: ActionPlan, resource: string, standing: Standing): readonly OpenRule[] {
  const denies = plan.denies.about(resource);
  for (const { reported } of denies) {
    if (!standing[reported.policyType]) return denies.filter((rule) => standing[rule.reported.policyType]);
  }
  return denies;
}

/** A layer without statements refuses whatever comes after it. */
function layersOf(plan: ActionPlan, resource: string, standing: Standing): readonly Layer[] {
  const layers: Layer[] = [];
  const foreign = !standing.known || isForeign(resource, standing);
  for (const { type, rules } of plan.layers) {
    if (!standing[type]) continue;
    if (foreign && type !== 'serviceControl') break;
    const layer = { rules: rules.about(resource), refusal: refusals[type] };
    layers.push(layer);
    if (layer.rules.length === 0) return layers;
  }
  if (foreign) layers.push(nothing);
  else if (standing.needsSession && !plan.hasSession) layers.push(noSession);
  return layers;
}

/** Decides by the values of the condition keys, by slot. */
export function conclude({ rules, denies, layers }: Residual, query: Query): Decision {
  return decide(rules, denies, layers, query);
}

function decide(
  { allowed, denied }: Rules,
  denies: readonly OpenRule[],
  layers: readonly Layer[],
  query: Query,
): Decision {
  const denying = collect(denies, query, undefined);
  if (denying !== undefined) return denied.of(denying);
  let found: MatchedStatement[] | undefined;
  for (const { rules, refusal } of layers) {
    const before = found?.length;
    found = collect(rules, query, found);
    if (found?.length === before) return refusal;
  }
  return allowed.of(found ?? []);
}

/** Adds the statements that apply to those found before; `undefined` as long as there is none. */
function collect(
  rules: readonly OpenRule[],
  query: Query,
  before: MatchedStatement[] | undefined,
): MatchedStatement[] | undefined {
  let found = before;
  for (const rule of rules) {
    if (rule.applies !== true && !rule.applies(query)) continue;
    // A list that is made with one has room for one; mostly there are no more.
    if (found === undefined) found = [rule.reported];
    else found.push(rule.reported);
  }
  return found;
}
