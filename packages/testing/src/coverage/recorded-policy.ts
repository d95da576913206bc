import type { PolicyType } from '@cognito-iam/core';

/** A place in a text, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The text that a policy is shown in. */
export type PolicySource =
  /** A file, as it is called from the working directory, and the hash of the text that it had when the account was read. */
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  /** The document itself, as JSON: of options, and of files in which it has no lines of its own. */
  | { readonly kind: 'document'; readonly text: string };

/** An entry of `Action` or `NotAction`. */
export interface RecordedEntry extends Position {
  readonly pattern: string;
}

/** One operator and key of a condition. */
export interface RecordedCondition extends Position {
  readonly operator: string;
  readonly key: string;
}

/** A statement, with the places of what is counted of it. */
export interface RecordedStatement extends Position {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  /** Whether `entries` are those of `NotAction`. */
  readonly negated: boolean;
  readonly entries: readonly RecordedEntry[];
  readonly conditions: readonly RecordedCondition[];
}

/** A policy of an account under test. Two processes that read the same make the same of it, its id included. */
export interface RecordedPolicy {
  /** A hash of where it is written, or who has it, and of what is counted of it. */
  readonly id: string;
  readonly name: string;
  readonly source: PolicySource;
  /** Where it is written, the file as it is called from the working directory; absent for policies of options. */
  readonly place?: Position & { readonly file: string };
  readonly statements: readonly RecordedStatement[];
}

/** Who has a policy, and as what. */
export interface PolicyUse {
  /** As people call it: `role/Support`. */
  readonly holder: string;
  readonly policyType: PolicyType;
}
