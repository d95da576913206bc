import { Conclusion, toDecision } from './conclusion.js';
import { ConditionKeys, type KeyValue, type Predicate } from './keys.js';
import { compileStatement, type Statement } from './statement.js';
import type { MatchedStatement, PolicyType } from './types.js';

/** A statement that covers the plan's action, compiled. */
export interface Rule {
  readonly reported: MatchedStatement;
  /** `true` where nothing is left to ask. */
  readonly applies: Predicate | true;
}

/** The policy types in the order in which AWS names the one that denied. */
export const denyOrder: readonly PolicyType[] = [
  'serviceControl',
  'resourceControl',
  'identity',
  'boundary',
  'session',
];

/** Everything of a policy set that can matter to one action. */
export interface ActionPlan {
  readonly keys: ConditionKeys;
  /** Deny statements, in the order of {@link denyOrder}. */
  readonly denies: readonly Rule[];
  readonly identity: readonly Rule[];
  /** `undefined` where the principal has no boundary, or its session no session policy. */
  readonly boundary: readonly Rule[] | undefined;
  readonly session: readonly Rule[] | undefined;
  /** One list of Allow statements a level, from the root. */
  readonly serviceControl: readonly (readonly Rule[])[];
  /** Where to start from: allowed, or denied, by no statement yet. */
  readonly allowed: Conclusion;
  readonly denied: Conclusion;
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

/** Compiles what can matter to `action`, which is in lower case. Statements about other actions leave no trace. */
export function planAction(policies: PolicyStatements, action: string): ActionPlan {
  const keys = new ConditionKeys(policies.constants);
  const denies = new Map<PolicyType, Rule[]>(denyOrder.map((type) => [type, []]));
  const identity: Rule[] = [];
  const boundary: Rule[] = [];
  const session: Rule[] = [];
  const levels: Rule[][] = Array.from({ length: policies.serviceControlLevels }, () => []);
  const allows = new Map<PolicyType, Rule[]>([
    ['identity', identity],
    ['boundary', boundary],
    ['session', session],
  ]);
  for (const statement of policies.statements) {
    if (!statement.coversAction(action)) continue;
    const applies = compileStatement(statement, keys);
    if (applies === false) continue;
    const { effect, policyType } = statement.reported;
    const list =
      effect === 'Deny' ? denies.get(policyType) : (allows.get(policyType) ?? levels[statement.level]);
    list?.push({ reported: statement.reported, applies });
  }
  return {
    keys,
    denies: denyOrder.flatMap((type) => denies.get(type) ?? []),
    identity,
    boundary: policies.hasBoundary ? boundary : undefined,
    session: policies.hasSession ? session : undefined,
    serviceControl: levels,
    allowed: new Conclusion(toDecision('allowed', 'identity', [])),
    denied: new Conclusion(toDecision('explicitDeny', 'identity', [])),
  };
}
