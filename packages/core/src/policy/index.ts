export { bindContext, compilePolicies } from './compile-policies.js';
export { evaluate } from './evaluate.js';
export { type Explanation, explain, type Limitation, type StatementExplanation } from './explain.js';
export type { Mismatch } from './mismatch.js';
export type { NearestMiss } from './nearest-miss.js';
export { type ParseOptions, parsePolicy, policyQuotas } from './parse-policy.js';
export { PolicyError, type PolicyErrorCode, type PolicyIssue, policyErrorCodes } from './policy-error.js';
export { conditionKeysRead, type PolicySet } from './policy-set.js';
export type * from './types.js';
