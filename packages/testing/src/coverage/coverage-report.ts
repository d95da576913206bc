import type { PolicyType } from '@cognito-iam/core';
import type { Position } from './recorded-policy.js';

/** How many there are of something, and how many of them were exercised. */
export interface Share {
  readonly covered: number;
  readonly total: number;
  /** With two decimals, rounded down; 100 where there is none. */
  readonly percent: number;
}

/** What of policies was exercised. */
export interface CoverageSummary {
  /** Statements that matched a request. */
  readonly statements: Share;
  /** Entries of `Action` that were like the action of a request that their statement matched. */
  readonly actions: Share;
  /** Outcomes of conditions: each operator and key can be met, and not met, which are two. */
  readonly conditions: Share;
}

/** Requests, by what was decided. */
export interface DecisionCounts {
  /** Those that the statement matched. */
  readonly matched: number;
  /** Those allowed: matched by an Allow, or let through by a Deny. */
  readonly allowed: number;
  /** Those denied: matched by a Deny, or by nothing that allows. */
  readonly denied: number;
}

/** An entry of `Action`, with the requests whose action it is like. */
export interface ActionCoverage extends Position, DecisionCounts {
  /** As the policy has it: `cognito-idp:List*`. */
  readonly pattern: string;
  /** Whether it is one of `NotAction`, which is exercised by a request that it excepts. */
  readonly excepted: boolean;
  readonly covered: boolean;
  /** The actions that were asked about, in the order of the alphabet. */
  readonly actions: readonly (DecisionCounts & { readonly action: string })[];
}

/** One operator and key, with the requests whose action and resource the statement has. */
export interface ConditionCoverage extends Position {
  readonly operator: string;
  readonly key: string;
  readonly met: number;
  readonly notMet: number;
}

/** A statement that is about actions of Cognito user pools. */
export interface StatementCoverage extends Position, DecisionCounts {
  readonly sid?: string;
  /** Place in its document, from 0. */
  readonly index: number;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly ActionCoverage[];
  readonly conditions: readonly ConditionCoverage[];
}

/** A policy of an account under test; those of AWS and those about other services alone are left out. */
export interface PolicyCoverage {
  readonly name: string;
  readonly policyTypes: readonly PolicyType[];
  /** Roles and users that have it: `role/Support`. */
  readonly holders: readonly string[];
  /** Where it is written; absent for policies of options. */
  readonly place?: Position & { readonly file: string };
  /** The file that lines and columns count in; absent where that is the document as formatted JSON. */
  readonly file?: string;
  /** The number of its text in `sources`, from 0. */
  readonly source: number;
  readonly summary: CoverageSummary;
  /** In the order of the source. */
  readonly statements: readonly StatementCoverage[];
}

/** What a run of tests exercised of the policies of its accounts. Data: it is what `coverage.json` has. */
export interface CoverageReport {
  readonly version: 1;
  readonly summary: CoverageSummary;
  /** By file and line; those that are in no file come last, by name. */
  readonly policies: readonly PolicyCoverage[];
  /** The texts of files and documents, each once. */
  readonly sources: readonly string[];
}

/** What of some statements was exercised. */
export function summaryOf(statements: readonly StatementCoverage[]): CoverageSummary {
  const actions = statements.flatMap((one) => one.actions);
  const conditions = statements.flatMap((one) => one.conditions);
  return {
    statements: share(statements.map(({ matched }) => matched > 0)),
    actions: share(actions.map(({ covered }) => covered)),
    conditions: share(conditions.flatMap(({ met, notMet }) => [met > 0, notMet > 0])),
  };
}

function share(outcomes: readonly boolean[]): Share {
  const covered = outcomes.filter(Boolean).length;
  const total = outcomes.length;
  return { covered, total, percent: total === 0 ? 100 : Math.floor((covered * 10_000) / total) / 100 };
}
