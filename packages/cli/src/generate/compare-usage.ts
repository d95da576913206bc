import {
  type Access,
  type AccessDecision,
  type Account,
  anyPool,
  isProblem,
  matrixActions,
  matrixResources,
  type NamedPrincipal,
  type Place,
  principalAccess,
  principalByName,
  statementPointer,
} from '@cognito-iam/account';
import type { ActionUse, PrincipalUse } from './log-usage.js';

/** What a principal called, beside what its policies allow. */
export interface UsageComparison {
  /** Every action that was called, with what the policies say of it today. */
  readonly used: readonly ComparedUse[];
  /** Every Allow statement that grants actions which were never called, in the order of the policies. */
  readonly neverUsed: readonly UnusedGrant[];
}

/** An action that was called. */
export interface ComparedUse extends ActionUse {
  readonly decision: AccessDecision;
  /** The condition keys that it depends on. */
  readonly dependsOn: readonly string[];
}

/** What of a statement was never used. */
export interface UnusedGrant {
  readonly policy: string;
  readonly sid: string | undefined;
  readonly index: number;
  readonly place: Place | undefined;
  /** How many actions it grants. */
  readonly grants: number;
  /** Those that were never called on anything that it covers, by name. */
  readonly never: readonly string[];
}

/**
 * Compares; `undefined` for a principal that is not in the account. What a statement grants are the actions that AWS asks
 * IAM about, on the pools that are known or were called, on any other pool, and on `*`.
 */
export function compareUsage(
  account: Account,
  use: Pick<PrincipalUse, 'principal' | 'actions'>,
): UsageComparison | undefined {
  const named = principalByName(account, use.principal, 0);
  if (isProblem(named)) return undefined;
  const accessTo = principalAccess(account, named);
  const used = use.actions.map((one): ComparedUse & { readonly access: Access } => {
    const access = accessTo(`cognito-idp:${one.action}`, one.resource);
    return { ...one, decision: access.decision, dependsOn: access.conditionKeys, access };
  });
  const called = new Map<number, Set<string>>();
  for (const { action, access } of used) add(called, access.mayMatch(), action);
  const granted = new Map<number, Set<string>>();
  const resources = new Set([
    ...matrixResources(account).map(({ resource }) => resource),
    ...use.actions.map(({ resource }) => resource),
    anyPool(account),
  ]);
  for (const { name, onPool } of matrixActions()) {
    for (const resource of resources) {
      if (onPool !== (resource === '*'))
        add(granted, accessTo(`cognito-idp:${name}`, resource).mayMatch(), name);
    }
  }
  return {
    used: used.map(({ access: _, ...one }) => one),
    neverUsed: allowStatements(named).flatMap(({ at, ...statement }) => {
      const grants = granted.get(at) ?? new Set<string>();
      const never = [...grants].filter((name) => called.get(at)?.has(name) !== true).sort();
      return never.length === 0 ? [] : [{ ...statement, grants: grants.size, never }];
    }),
  };
}

function add(sets: Map<number, Set<string>>, matches: readonly boolean[], action: string): void {
  for (const [index, matched] of matches.entries()) {
    if (!matched) continue;
    const set = sets.get(index);
    if (set === undefined) sets.set(index, new Set([action]));
    else set.add(action);
  }
}

/** Those of the identity-based policies; `at` is their place among all statements. */
function allowStatements({ policies }: NamedPrincipal) {
  let at = -1;
  return policies.flatMap((placed) =>
    [placed.policy.document.Statement].flat().flatMap((statement, index) => {
      at += 1;
      if (placed.policyType !== 'identity' || statement.Effect !== 'Allow') return [];
      const place = placed.places?.(statementPointer(placed, index));
      return [{ at, policy: placed.policy.name, sid: statement.Sid, index, place }];
    }),
  );
}
