/** Permission contracts of accounts that `@cognito-iam/account` read: what `cognito-iam contract` is made of. */

export { requireWhole } from './account/require-whole.js';
export { type ContractReportStyle, contractReport } from './contract/contract-report.js';
export {
  type ContractChange,
  type ContractOptions,
  type ContractVerification,
  textOfAccount,
  verifyAccount,
} from './contract/verify-account.js';
export { TestKitError } from './kit-error.js';
