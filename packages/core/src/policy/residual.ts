import type { ActionPlan } from './action-plan.js';
import { toDecision } from './conclusion.js';
import type { KeyValue, Query } from './keys.js';
import type { OpenRule } from './rule-list.js';
import { isForeign, type Standing } from './standing.js';
import type { Decision, MatchedStatement } from './types.js';

/** The Allow statements of a layer of policies, one of which must apply. */
interface Layer {
  readonly rules: readonly OpenRule[];
  /** The decision where none of them does. */
  readonly refusal: Decision;
}

/** What is left of an action's plan once the resource and the principal are known: conditions, or nothing. */
export interface Residual {
  readonly plan: ActionPlan;
  readonly resource: string;
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

const noServiceControlAllow = toDecision('implicitDeny', 'serviceControl', []);
/** The decision where no identity-based policy allows, or nothing at all could. */
export const noIdentityAllow: Decision = toDecision('implicitDeny', 'identity', []);
const noBoundaryAllow = toDecision('implicitDeny', 'boundary', []);
const noSessionAllow = toDecision('implicitDeny', 'session', []);

const nothing: Layer = { rules: [], refusal: noIdentityAllow };
const noSession: Layer = { rules: [], refusal: noSessionAllow };

/** Asks of a plan everything that the resource and the principal's standing settle. */
export function residualOf(plan: ActionPlan, resource: string, standing: Standing): Residual {
  const denies = deniesOf(plan, resource, standing);
  const layers = upToRefusal(layersOf(plan, resource, standing));
  const open = { size: 0, settled: true, slots: [], seen: new Uint8Array(plan.keys.template.length) };
  count(denies, open);
  for (const { rules } of layers) count(rules, open);
  const { size, slots } = open;
  const residual = { plan, resource, standing, denies, layers, size, slots, settled: undefined };
  return open.settled ? { ...residual, settled: conclude(residual, []) } : residual;
}

interface Count {
  size: number;
  settled: boolean;
  readonly slots: number[];
  /** 1 for the slots that are among them. */
  readonly seen: Uint8Array;
}

function count(rules: readonly OpenRule[], open: Count): void {
  open.size += rules.length;
  for (const { applies, slots } of rules) {
    if (applies === true) continue;
    open.settled = false;
    for (const slot of slots) {
      if (open.seen[slot] !== 1) open.slots.push(slot);
      open.seen[slot] = 1;
    }
  }
}

function deniesOf(plan: ActionPlan, resource: string, standing: Standing): readonly OpenRule[] {
  const denies = plan.denies.about(resource);
  const applying = denies.filter(({ reported }) => standing[reported.policyType]);
  return applying.length === denies.length ? denies : applying;
}

/** A layer without statements refuses whatever comes after it. */
function upToRefusal(layers: readonly Layer[]): readonly Layer[] {
  const refusing = layers.findIndex(({ rules }) => rules.length === 0);
  return layers.slice(0, refusing < 0 ? layers.length : refusing + 1);
}

function layersOf(plan: ActionPlan, resource: string, standing: Standing): readonly Layer[] {
  if (!standing.known) return [nothing];
  const layers: Layer[] = [];
  if (standing.serviceControl) {
    for (const level of plan.serviceControl) {
      layers.push({ rules: level.about(resource), refusal: noServiceControlAllow });
    }
  }
  if (isForeign(resource, standing)) return [...layers, nothing];
  if (standing.identity) layers.push({ rules: plan.identity.about(resource), refusal: noIdentityAllow });
  if (standing.boundary && plan.boundary !== undefined) {
    layers.push({ rules: plan.boundary.about(resource), refusal: noBoundaryAllow });
  }
  if (plan.session === undefined) return standing.needsSession ? [...layers, noSession] : layers;
  if (standing.session) layers.push({ rules: plan.session.about(resource), refusal: noSessionAllow });
  return layers;
}

/** Decides by the values of the condition keys, by slot. */
export function conclude(residual: Residual, values: readonly KeyValue[]): Decision {
  const { plan, resource, denies, layers } = residual;
  const query: Query = { resource, values };
  const found: MatchedStatement[] = [];
  if (collect(denies, query, found)) return plan.denied.of(found);
  for (const { rules, refusal } of layers) if (!collect(rules, query, found)) return refusal;
  return plan.allowed.of(found);
}

/** Adds the statements that apply to `found`; whether there was any. */
function collect(rules: readonly OpenRule[], query: Query, found: MatchedStatement[]): boolean {
  const before = found.length;
  for (const rule of rules) {
    if (rule.applies === true || rule.applies(query)) found.push(rule.reported);
  }
  return found.length > before;
}
