export {
  type AccountSource,
  fromCloudFormation,
  fromConfig,
  fromTerraform,
  type LoadedAccount,
  type PlanOptions,
  type TemplateOptions,
  type TestAccountOptions,
} from './account/account-source.js';
export { Answer } from './account/answer.js';
export { type ActionName, everyAction } from './account/asked-actions.js';
export type { Instant, TestClock } from './account/instant.js';
export type { Situation } from './account/situation.js';
export type { QuestionOptions, Subject } from './account/subject.js';
export { createTestAccount, type TestAccount, type TestAccountSettings } from './account/test-account.js';
export type { Target, TestPool } from './account/test-pool.js';
export { askCase } from './cases/ask-case.js';
export { type CaseAnswer, type CaseDecider, type CaseEngine, caseAnswerOf } from './cases/case-engine.js';
export type { CaseContext, CaseQuestion } from './cases/case-question.js';
export { type CaseOptions, type CaseRunner, caseRunner, type RunCases } from './cases/run-cases.js';
export type { ExpectedDenial } from './checks/check-access-denied.js';
export type { DenialOptions } from './checks/check-denies.js';
export type { EnforceOptions, NoOpenRoutesOptions, RouteContract } from './checks/check-routes.js';
export type { DenialReason } from './checks/denial-reason.js';
export type { Verdict } from './checks/verdict.js';
export { ContractError } from './contract/contract-error.js';
export { type ContractReportStyle, contractReport } from './contract/contract-report.js';
export type { ResourceClass } from './contract/permission-contract.js';
export type { ContractChange, ContractOptions, ContractVerification } from './contract/verify-account.js';
export { permissionContract, verifyContract } from './contract/verify-contract.js';
export { type DeniedMessage, readDeniedMessage } from './http/denied-message.js';
export type { UnreadResponse } from './http/received-error.js';
export { createTestIssuer, type TestIssuer, type TestIssuerOptions } from './issuer/test-issuer.js';
export type { MachineTokenOptions, UserTokenOptions } from './issuer/token-claims.js';
export { TestKitError } from './kit-error.js';
export { matchers, type PermissionMatchers, type RouteMatchers } from './matchers.js';
export type { AppRoute, EnforcedOperation } from './routes/app-route.js';
export type { RouteSample } from './routes/probe.js';
export { AppRoutes, type RoutesOptions, routesOf } from './routes/routes-of.js';
