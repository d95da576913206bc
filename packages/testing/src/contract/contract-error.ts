import { AssertionError } from 'node:assert';
import { contractReport } from './contract-report.js';
import type { ContractVerification } from './verify-account.js';

/** Thrown where policies do not honour a contract; the message says who may do what now, why and where. */
export class ContractError extends AssertionError {
  override readonly name = 'ContractError';
  /** What differs. */
  readonly verification: ContractVerification;

  constructor(verification: ContractVerification, assertion: (...args: never[]) => unknown) {
    const message = contractReport(verification).join('\n');
    super({ message, operator: assertion.name, stackStartFn: assertion });
    this.verification = verification;
  }
}
