import { Conclusions } from './conclusion.js';
import { ConditionKeys, type KeyValue, type Predicate } from './keys.js';
import { compileStatement, type Statement } from './statement.js';
import type { MatchedStatement, PolicyType } from './types.js';

/** A statement that covers the plan's action, compiled. */
export interface Rule {
  readonly reported: MatchedStatement;
  /** `true` where nothing is left to ask. */
  readonly applies: Predicate | true;
}

/** Everything of a policy set that can matter to one action. */
export interface ActionPlan {
  readonly keys: ConditionKeys;
  readonly denies: Readonly<Record<PolicyType, readonly Rule[]>>;
  /** Allow statements, by type. */
  readonly identity: readonly Rule[];
  /** `undefined` where the principal has no boundary, or its session no session policy. */
  readonly boundary: readonly Rule[] | undefined;
  readonly session: readonly Rule[] | undefined;
  /** One list of Allow statements a level, from the root. */
  readonly serviceControl: readonly (readonly Rule[])[];
  readonly allowed: Conclusions;
  readonly denied: Conclusions;
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
  const denies = emptyLists();
  const allows = emptyLists();
  const levels: Rule[][] = Array.from({ length: policies.serviceControlLevels }, () => []);
  for (const statement of policies.statements) {
    if (!statement.coversAction(action)) continue;
    const applies = compileStatement(statement, keys);
    if (applies === false) continue;
    const { effect, policyType } = statement.reported;
    const rule = { reported: statement.reported, applies };
    if (effect === 'Deny') denies[policyType].push(rule);
    else if (policyType === 'serviceControl') levels[statement.level]?.push(rule);
    else allows[policyType].push(rule);
  }
  return {
    keys,
    denies,
    identity: allows.identity,
    boundary: policies.hasBoundary ? allows.boundary : undefined,
    session: policies.hasSession ? allows.session : undefined,
    serviceControl: levels,
    allowed: new Conclusions('allowed'),
    denied: new Conclusions('explicitDeny'),
  };
}

function emptyLists(): Record<PolicyType, Rule[]> {
  return { identity: [], boundary: [], session: [], serviceControl: [], resourceControl: [] };
}
