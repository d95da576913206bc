import type { Condition } from './condition.js';

/** `Action` or `NotAction`, `Resource` or `NotResource`: its entries, and whether it is the `Not…` form. */
export interface EntryList {
  readonly entries: readonly string[];
  readonly negated: boolean;
}

/** A statement as its document writes it, with every element in one shape. */
export interface StatementElements {
  /** JSON Pointer to the statement in its document. */
  readonly pointer: string;
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly action: EntryList;
  readonly resource: EntryList;
  readonly conditions: readonly Condition[];
}
