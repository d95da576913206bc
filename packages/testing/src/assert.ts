import { AssertionError } from 'node:assert';
import type { ActionName } from './account/asked-actions.js';
import type { QuestionOptions, Subject } from './account/subject.js';
import type { TestAccount } from './account/test-account.js';
import { checkAccessDenied, type ExpectedDenial } from './checks/check-access-denied.js';
import { checkAllows } from './checks/check-allows.js';
import { checkAllowsOnly } from './checks/check-allows-only.js';
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
import { ContractError } from './contract/contract-error.js';
import type { ContractOptions } from './contract/verify-account.js';
import { verifyContract } from './contract/verify-contract.js';
import type { UnreadResponse } from './http/received-error.js';
import type { AppRoutes } from './routes/routes-of.js';

/** Every one of the actions is allowed; throws an `AssertionError` with the explanation. */
export function assertAllows(
  subject: Subject,
  actions: ActionName | readonly ActionName[],
  options?: QuestionOptions,
): void {
  report(checkAllows(subject, actions, options), assertAllows);
}

/** Every one of the actions is refused, and for the reason given; throws an `AssertionError` with the explanation. */
export function assertDenies(
  subject: Subject,
  actions: ActionName | readonly ActionName[],
  options?: DenialOptions,
): void {
  report(checkDenies(subject, actions, options), assertDenies);
}

/** Of all actions of Cognito user pools exactly these are allowed; throws an `AssertionError` otherwise. */
export function assertAllowsOnly(
  subject: Subject,
  actions: ActionName | readonly ActionName[],
  options?: QuestionOptions,
): void {
  report(checkAllowsOnly(subject, actions, options), assertAllowsOnly);
}

/**
 * Both are allowed the same actions in whatever circumstances, or with a `context` in that; on a pool or on every one.
 * Throws an `AssertionError` otherwise.
 */
export function assertSamePermissions(subject: Subject, other: Subject, options?: QuestionOptions): void {
  report(checkSamePermissions(subject, other, options), assertSamePermissions);
}

/**
 * The answer is AWS's refusal for want of permission: a response of supertest, of `fetch` or of `inject`, or an error
 * of an SDK. Of a `fetch` response it is a promise: await it. Throws an `AssertionError`, or rejects with one.
 */
export function assertAccessDenied<T>(
  answer: T,
  expected?: ExpectedDenial,
): T extends UnreadResponse ? Promise<void> : void;
/** As declared above. */
export function assertAccessDenied(answer: unknown, expected?: ExpectedDenial): unknown {
  const verdict = checkAccessDenied(answer, expected);
  if (verdict instanceof Promise) return verdict.then((one) => report(one, assertAccessDenied));
  return report(verdict, assertAccessDenied);
}

/**
 * The policies of the account allow what the contract in the file says: no more, and no less unless that is allowed.
 * Throws a {@link ContractError} otherwise.
 */
export function assertHonoursContract(account: TestAccount, file: string, options?: ContractOptions): void {
  const verification = verifyContract(account, file, options);
  if (!verification.honoured) throw new ContractError(verification, assertHonoursContract);
}

/** The routes enforce these operations, all of them and no other; throws an `AssertionError` with a table of them. */
export function assertEnforces(routes: AppRoutes, contract: RouteContract, options?: EnforceOptions): void {
  report(checkEnforces(routes, contract, options), assertEnforces);
}

/** Every route asks for permission, but those that are open on purpose; throws an `AssertionError` with a table of them. */
export function assertNoOpenRoutes(routes: AppRoutes, options?: NoOpenRoutesOptions): void {
  report(checkNoOpenRoutes(routes, options), assertNoOpenRoutes);
}

function report({ pass, message }: Verdict, assertion: (...args: never[]) => unknown): void {
  if (pass) return;
  throw new AssertionError({ message: message(), operator: assertion.name, stackStartFn: assertion });
}
