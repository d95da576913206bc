import type { Place } from '@cognito-iam/account';
import type { ContextValue, PolicyType } from '@cognito-iam/core';

/** What a case asks: for each of its principals, actions and resources one question. */
export interface CaseQuestion {
  /** The name of the case. */
  readonly name: string;
  /** As the file has it: `role/Support`, `user/alice`, `group/support`, an ARN, `root`, `anonymous`. */
  readonly principal: string;
  /** With its prefix; wildcards have become names. */
  readonly action: string;
  /** As the file has it: what the pool is called, or its ARN; left out where the file names none. */
  readonly resource?: string;
  readonly context: CaseContext;
}

/** The circumstances of a case. An engine that cannot bring one about should throw, or the case would say nothing. */
export interface CaseContext {
  /** In ISO 8601. */
  readonly now?: string;
  readonly sourceIp?: string;
  /** Seconds. */
  readonly mfaAge?: number;
  readonly principalTags?: Readonly<Record<string, string>>;
  readonly requestTags?: Readonly<Record<string, string>>;
  /** Of the resource that the question is about. */
  readonly resourceTags?: Readonly<Record<string, string>>;
  /** Other condition keys by name. */
  readonly keys?: Readonly<Record<string, ContextValue>>;
}

/** What a case expects to be decided. */
export interface ExpectedDecision {
  readonly decision: 'allow' | 'deny';
  readonly because?: 'explicit' | 'implicit';
  readonly layer?: PolicyType;
  /** Sids of statements that all decide. */
  readonly statements: readonly string[];
}

/** A row of a table, with the defaults of its file. */
export interface Case {
  /** Of no other case in the table. */
  readonly name: string;
  readonly note?: string;
  readonly place: Place;
  /** At least one. */
  readonly questions: readonly CaseQuestion[];
  readonly expected: ExpectedDecision;
}
