import type { Operation } from '@cognito-iam/core';

/** What a route enforces: an operation, or that which `X-Amz-Target` names. */
export type EnforcedOperation = Operation | 'X-Amz-Target';

/** What is known of one route of an application. */
export interface AppRoute {
  /** Method and path, as the application wrote it: `GET /users/:name`; `ALL` is any method. */
  readonly name: string;
  /**
   * `enforced`: whoever calls it was asked for permission. `open`: nobody is asked. `refused`: every request is, since no
   * row of the route table covers it. `unknown`: none of these can be said.
   */
  readonly state: 'enforced' | 'open' | 'refused' | 'unknown';
  /** What is asked for, one after the other. */
  readonly operations: readonly EnforcedOperation[];
  /** Why it is open, refused or unknown, and what would mend it. */
  readonly problem?: string;
}
