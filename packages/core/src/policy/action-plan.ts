import { Conclusions } from './conclusion.js';
import { ConditionKeys, type KeyValue } from './keys.js';
import { type Rule, RuleList } from './rule-list.js';
import { compileStatement, coversAction, type Statement } from './statement.js';
import type { PolicyType } from './types.js';

/** Everything of a policy set that can matter to one action. */
export interface ActionPlan {
  readonly keys: ConditionKeys;
  /** In the order in which AWS's message names their types. */
  readonly denies: RuleList;
  /** Allow statements, by type. */
  readonly identity: RuleList;
  /** `undefined` where the principal has no boundary, or its session no session policy. */
  readonly boundary: RuleList | undefined;
  readonly session: RuleList | undefined;
  /** One list of Allow statements a level, from the root. */
  readonly serviceControl: readonly RuleList[];
  readonly allowed: Conclusions;
  readonly denied: Conclusions;
  /** Tells it from the other plans of its policy set. */
  readonly number: number;
}

/** A policy set as it was read: what plans are made of. */
export interface PolicyStatements {
  readonly statements: readonly Statement[];
  readonly hasBoundary: boolean;
  readonly hasSession: boolean;
  readonly serviceControlLevels: number;
  /** Values of keys bound in advance, by the key's name in lower case. */
  readonly constants: ReadonlyMap<string, KeyValue>;
}

const denyOrder: readonly PolicyType[] = [
  'serviceControl',
  'resourceControl',
  'identity',
  'boundary',
  'session',
];

/** Compiles what can matter to `action`, which is in lower case, as the plan of this number. Statements about other actions leave no trace. */
export function planAction(policies: PolicyStatements, action: string, number: number): ActionPlan {
  const keys = new ConditionKeys(policies.constants);
  const denies = emptyLists();
  const allows = emptyLists();
  const levels: Rule[][] = Array.from({ length: policies.serviceControlLevels }, () => []);
  for (const statement of policies.statements) {
    if (!coversAction(statement, action)) continue;
    const compiled = compileStatement(statement, keys);
    if (compiled === undefined) continue;
    const { effect, policyType } = statement.reported;
    const rule = { reported: statement.reported, ...compiled };
    if (effect === 'Deny') denies[policyType].push(rule);
    else if (policyType === 'serviceControl') levels[statement.level]?.push(rule);
    else allows[policyType].push(rule);
  }
  return {
    keys,
    denies: toList(denyOrder.flatMap((type) => denies[type])),
    identity: toList(allows.identity),
    boundary: policies.hasBoundary ? toList(allows.boundary) : undefined,
    session: policies.hasSession ? toList(allows.session) : undefined,
    serviceControl: levels.map((level) => toList(level)),
    allowed: new Conclusions('allowed'),
    denied: new Conclusions('explicitDeny'),
    number,
  };
}

const noRules = new RuleList([]);

/** A copy is as long as it needs to be; a list that has grown keeps room for more. */
function toList(rules: readonly Rule[]): RuleList {
  return rules.length === 0 ? noRules : new RuleList(rules.slice());
}

function emptyLists(): Record<PolicyType, Rule[]> {
  return { identity: [], boundary: [], session: [], serviceControl: [], resourceControl: [] };
}
