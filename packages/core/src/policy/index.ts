export { PolicyError, policyErrorCodes } from './policy-error.js';
export type { PolicyErrorCode, PolicyIssue } from './policy-error.js';
export type * from './types.js';

/** Placeholder until the engine lands. */
export interface PolicySet { readonly layers: unknown }
