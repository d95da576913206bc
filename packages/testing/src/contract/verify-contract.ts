import { accountBehind } from '../account/account-behind.js';
import type { TestAccount } from '../account/test-account.js';
import {
  type ContractOptions,
  type ContractVerification,
  textOfAccount,
  verifyAccount,
} from './verify-account.js';

/**
 * The text of an account's permission contract: who may do what on which pools, and under which conditions, a
 * permission a line, the same on every machine. Circumstances of the account (`with`) have no part in it.
 */
export function permissionContract(account: TestAccount): string {
  return textOfAccount(accountBehind(account));
}

/**
 * Holds the policies of an account to the contract in a file, and tells what is wider and what is narrower. The file is
 * written only where that is asked for: with `update`, or `UPDATE_CONTRACT=1` in the environment. Throws a
 * `TestKitError` where there is none, and an `AccountError` where it cannot be read.
 */
export function verifyContract(
  account: TestAccount,
  file: string,
  options?: ContractOptions,
): ContractVerification {
  return verifyAccount(accountBehind(account), file, options);
}
