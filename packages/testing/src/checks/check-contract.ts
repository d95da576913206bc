import { accountBehind } from '../account/account-behind.js';
import { contractReport } from '../contract/contract-report.js';
import { type ContractOptions, verifyAccount } from '../contract/verify-account.js';
import { TestKitError } from '../kit-error.js';
import { type Verdict, verdict } from './verdict.js';

/** Whether the policies of an account honour the contract in a file. */
export function checkContract(
  value: unknown,
  file: string,
  options: ContractOptions = {},
  negated = false,
): Verdict {
  const account = accountBehind(value);
  if (negated) {
    throw new TestKitError(
      'with `.not` any difference would pass: look at the `changes` that `verifyContract` gives',
    );
  }
  const verification = verifyAccount(account, file, options);
  return verdict(verification.honoured, false, () => contractReport(verification).join('\n'));
}
