/** The errors that what is in files can cause. */
export { AccountError } from '@cognito-iam/account';
export { ConfigurationError, PolicyError } from '@cognito-iam/core';
