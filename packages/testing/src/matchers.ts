import type { ActionName } from './account/asked-actions.js';
import type { QuestionOptions, Subject } from './account/subject.js';
import { checkAccessDenied, type ExpectedDenial } from './checks/check-access-denied.js';
import { checkAllows } from './checks/check-allows.js';
import { checkAllowsOnly } from './checks/check-allows-only.js';
import { checkContract } from './checks/check-contract.js';
import { checkDenies, type DenialOptions } from './checks/check-denies.js';
import {
  checkEnforces,
  checkNoOpenRoutes,
  type EnforceOptions,
  type NoOpenRoutesOptions,
  type RouteContract,
} from './checks/check-routes.js';
import { checkSamePermissions } from './checks/check-same-permissions.js';
import type { Verdict } from './checks/verdict.js';
import type { ContractOptions } from './contract/verify-account.js';
import type { UnreadResponse } from './http/received-error.js';

/** What `expect` can say of permissions. `R` is what an assertion gives, `T` what it is about. */
export interface PermissionMatchers<R = void, T = unknown> extends RouteMatchers<R> {
  /** Every one of the actions is allowed; with `.not` none is. */
  toAllow(actions: ActionName | readonly ActionName[], options?: QuestionOptions): R;
  /** Every one of the actions is refused, and for the reason given; with `.not` none is. */
  toDeny(actions: ActionName | readonly ActionName[], options?: DenialOptions): R;
  /** Of all actions of Cognito user pools exactly these are allowed. */
  toAllowOnly(actions: ActionName | readonly ActionName[], options?: QuestionOptions): R;
  /** Both are allowed the same actions in whatever circumstances, or with a `context` in that; on a pool or on every one. */
  toHaveSamePermissionsAs(other: Subject, options?: QuestionOptions): R;
  /** The answer is AWS's refusal for want of permission. Of a `fetch` response it is a promise: await it. */
  toBeAccessDenied(expected?: ExpectedDenial): T extends UnreadResponse ? Promise<void> : R;
  /** The policies of the account allow what the contract in the file says: no more, and no less unless that is allowed. */
  toHonourContract(file: string, options?: ContractOptions): R;
}

/** What `expect` can say of the routes of an application. */
export interface RouteMatchers<R = void> {
  /** The routes that `await routesOf(app)` gave enforce these operations, all of them and no other. */
  toEnforce(contract: RouteContract, options?: EnforceOptions): R;
  /** Every route that `await routesOf(app)` gave asks for permission, but those that are open on purpose. */
  toHaveNoOpenRoutes(options?: NoOpenRoutesOptions): R;
}

/** What test runners bind to `this`. */
interface MatcherState {
  readonly isNot?: boolean;
}

/** The matchers, for `expect.extend`; `@cognito-iam/testing/vitest` and `/jest` do that. */
export const matchers: {
  toAllow(
    this: MatcherState,
    subject: unknown,
    actions: ActionName | readonly ActionName[],
    options?: QuestionOptions,
  ): Verdict;
  toDeny(
    this: MatcherState,
    subject: unknown,
    actions: ActionName | readonly ActionName[],
    options?: DenialOptions,
  ): Verdict;
  toAllowOnly(
    this: MatcherState,
    subject: unknown,
    actions: ActionName | readonly ActionName[],
    options?: QuestionOptions,
  ): Verdict;
  toHaveSamePermissionsAs(
    this: MatcherState,
    subject: unknown,
    other: unknown,
    options?: QuestionOptions,
  ): Verdict;
  toBeAccessDenied(
    this: MatcherState,
    received: unknown,
    expected?: ExpectedDenial,
  ): Verdict | Promise<Verdict>;
  toHonourContract(this: MatcherState, account: unknown, file: string, options?: ContractOptions): Verdict;
  toEnforce(this: MatcherState, routes: unknown, contract: RouteContract, options?: EnforceOptions): Verdict;
  toHaveNoOpenRoutes(this: MatcherState, routes: unknown, options?: NoOpenRoutesOptions): Verdict;
} = {
  toAllow(subject, actions, options) {
    return checkAllows(subject, actions, options, this.isNot);
  },
  toDeny(subject, actions, options) {
    return checkDenies(subject, actions, options, this.isNot);
  },
  toAllowOnly(subject, actions, options) {
    return checkAllowsOnly(subject, actions, options, this.isNot);
  },
  toHaveSamePermissionsAs(subject, other, options) {
    return checkSamePermissions(subject, other, options, this.isNot);
  },
  toBeAccessDenied(received, expected) {
    return checkAccessDenied(received, expected, this.isNot);
  },
  toHonourContract(account, file, options) {
    return checkContract(account, file, options, this.isNot);
  },
  toEnforce(routes, contract, options) {
    return checkEnforces(routes, contract, options, this.isNot);
  },
  toHaveNoOpenRoutes(routes, options) {
    return checkNoOpenRoutes(routes, options, this.isNot);
  },
};
