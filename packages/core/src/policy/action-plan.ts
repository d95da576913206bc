import type { PolicyStatements } from './policy-statements.js';
import type { Rule } from './rule.js';
import type { RuleList } from './rule-list.js';
import type { Rules } from './rules.js';
import type { PolicyType } from './types.js';

/** The Allow statements of policies of one type, one of which must apply to whoever policies of that type apply to. */
export interface PlannedLayer {
  readonly type: LayerType;
  readonly rules: RuleList;
}

/** Types of policies that allow; that of resource control policies is implied. */
export type LayerType = Exclude<PolicyType, 'resourceControl'>;

/** Everything of a policy set that can matter to one action. */
export interface ActionPlan {
  readonly rules: Rules;
  /** In the order in which AWS's message names their types. */
  readonly denies: RuleList;
  /** In the order in which they are asked: each level of service control policies from the root, then the others there are. */
  readonly layers: readonly PlannedLayer[];
  readonly hasSession: boolean;
  /** Tells it from all other plans. */
  readonly number: number;
}

const denyOrder: readonly PolicyType[] = [
  'serviceControl',
  'resourceControl',
  'identity',
  'boundary',
  'session',
];

let planned = 0;

/** Plans `action`, which is in lower case. Statements about other actions leave no trace. `listOf` makes the lists, or finds them. */
export function planAction(
  policies: PolicyStatements,
  rules: Rules,
  action: string,
  listOf: (rules: readonly Rule[]) => RuleList,
): ActionPlan {
  const denies = emptyLists();
  const allows = emptyLists();
  const levels: Rule[][] = Array.from({ length: policies.serviceControlLevels }, () => []);
  rules.covering(action, (rule, level) => {
    const { effect, policyType } = rule.reported;
    if (effect === 'Deny') denies[policyType].push(rule);
    else if (policyType === 'serviceControl') levels[level]?.push(rule);
    else allows[policyType].push(rule);
  });
  const toLayer = (type: LayerType, own: readonly Rule[]): PlannedLayer => ({ type, rules: listOf(own) });
  const layers: PlannedLayer[] = levels.map((level) => toLayer('serviceControl', level));
  layers.push(toLayer('identity', allows.identity));
  if (policies.hasBoundary) layers.push(toLayer('boundary', allows.boundary));
  if (policies.hasSession) layers.push(toLayer('session', allows.session));
  return {
    rules,
    denies: listOf(denyOrder.flatMap((type) => denies[type])),
    layers: layers.slice(),
    hasSession: policies.hasSession,
    number: ++planned,
  };
}

function emptyLists(): Record<PolicyType, Rule[]> {
  return { identity: [], boundary: [], session: [], serviceControl: [], resourceControl: [] };
}
