import type { PolicyType } from '@cognito-iam/core';
import { type Counters, counterName } from './coverage-data.js';
import {
  type ActionCoverage,
  type DecisionCounts,
  type PolicyCoverage,
  type StatementCoverage,
  summaryOf,
} from './coverage-report.js';
import type { PolicyUse, RecordedPolicy, RecordedStatement } from './recorded-policy.js';

/** A policy with all that was counted of it. */
export interface PolicyEvidence {
  readonly policy: RecordedPolicy;
  readonly uses: readonly PolicyUse[];
  readonly counters: Counters;
}

/** The coverage of a policy, with the text that it is shown in. */
export interface FoundPolicy {
  readonly policy: Omit<PolicyCoverage, 'source'>;
  readonly text: string;
}

/** The coverage of a policy, of all that was recorded at its place; none, where it is about other services alone. */
export function policyCoverageOf(
  evidence: readonly PolicyEvidence[],
  texts: ReadonlyMap<string, string>,
): readonly FoundPolicy[] {
  const [first] = evidence;
  if (first === undefined) return [];
  const found = new Map<string, StatementCoverage>();
  for (const { policy, counters } of evidence) {
    for (const [index, statement] of policy.statements.entries()) {
      if (!concernsCognito(statement)) continue;
      const key = JSON.stringify(statement);
      const own = statementCoverage(statement, index, counters);
      const before = found.get(key);
      found.set(key, before === undefined ? own : together(before, own));
    }
  }
  const statements = [...found.values()].sort(
    (one, other) => one.line - other.line || one.column - other.column,
  );
  if (statements.length === 0) return [];
  const { name, place, source } = first.policy;
  const uses = evidence.flatMap((one) => one.uses);
  const text = source.kind === 'file' ? (texts.get(source.text) ?? '') : source.text;
  const file = source.kind === 'file' ? source.path : undefined;
  const policy = {
    name,
    policyTypes: distinct<PolicyType>(uses.map(({ policyType }) => policyType)),
    holders: distinct(uses.map(({ holder }) => holder)),
    ...(place && { place }),
    ...(file !== undefined && { file }),
    summary: summaryOf(statements),
    statements,
  };
  return [{ policy, text }];
}

function statementCoverage(
  statement: RecordedStatement,
  index: number,
  counters: Counters,
): StatementCoverage {
  const { line, column, sid, effect, negated, entries, conditions } = statement;
  const count = (part: Parameters<typeof counterName>[1], what: Parameters<typeof counterName>[2]): number =>
    counters.get(counterName(index, part, what)) ?? 0;
  const decisions = (part: 'statement' | `entry ${number} ${string}`): DecisionCounts => ({
    matched: count(part, 'matched'),
    allowed: count(part, 'allowed'),
    denied: count(part, 'denied'),
  });
  return {
    ...(sid !== undefined && { sid }),
    ...{ index, effect, line, column },
    ...decisions('statement'),
    actions: entries.flatMap(({ pattern, ...place }, entry) => {
      if (!isOfCognito(pattern)) return [];
      const prefix = `${index} entry ${entry} `;
      const asked = distinct(
        [...counters.keys()].flatMap((name) =>
          name.startsWith(prefix) ? (name.slice(prefix.length).split(' ')[0] ?? []) : [],
        ),
      );
      const actions = asked.map((action) => ({ action, ...decisions(`entry ${entry} ${action}`) }));
      return actionCoverage({ pattern, ...place, excepted: negated }, actions);
    }),
    conditions: conditions.map((condition, number) => ({
      ...condition,
      met: count(`condition ${number}`, 'met'),
      notMet: count(`condition ${number}`, 'notMet'),
    })),
  };
}

function actionCoverage(
  entry: Pick<ActionCoverage, 'pattern' | 'line' | 'column' | 'excepted'>,
  actions: ActionCoverage['actions'],
): ActionCoverage {
  const sums = actions.reduce(sum, { matched: 0, allowed: 0, denied: 0 });
  const covered = entry.excepted ? actions.length > 0 : sums.matched > 0;
  return { ...entry, ...sums, covered, actions };
}

function sum(one: DecisionCounts, other: DecisionCounts): DecisionCounts {
  return {
    matched: one.matched + other.matched,
    allowed: one.allowed + other.allowed,
    denied: one.denied + other.denied,
  };
}

/** The same statement, as it was counted in two policies. */
function together(one: StatementCoverage, other: StatementCoverage): StatementCoverage {
  return {
    ...one,
    ...sum(one, other),
    actions: one.actions.map((entry, index) => {
      const { actions = [] } = other.actions[index] ?? {};
      const names = distinct([...entry.actions, ...actions].map(({ action }) => action));
      const all = names.map((action) => ({
        action,
        ...[...entry.actions, ...actions]
          .filter((counts) => counts.action === action)
          .reduce<DecisionCounts>(sum, { matched: 0, allowed: 0, denied: 0 }),
      }));
      return actionCoverage(entry, all);
    }),
    conditions: one.conditions.map((condition, index) => ({
      ...condition,
      met: condition.met + (other.conditions[index]?.met ?? 0),
      notMet: condition.notMet + (other.conditions[index]?.notMet ?? 0),
    })),
  };
}

/** Only requests to user pools are decided here, so that what is about other services cannot be exercised. */
function concernsCognito({ negated, entries }: RecordedStatement): boolean {
  if (!negated) return entries.some(({ pattern }) => isOfCognito(pattern));
  return !entries.some(({ pattern }) => ['*', '*:*', 'cognito-idp:*'].includes(pattern.toLowerCase()));
}

function isOfCognito(pattern: string): boolean {
  return /^(\*$|\*:|cognito-idp:)/i.test(pattern);
}

function distinct<T extends string>(texts: readonly T[]): readonly T[] {
  return [...new Set(texts)].sort();
}
