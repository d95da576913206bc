import { isProblem, type Problem } from '@cognito-iam/account';
import { UserError } from './user-error.js';

/** The value, or a {@link UserError} that says why there is none. */
export function orThrow<T extends object | string>(value: T | Problem): T {
  if (typeof value === 'object' && isProblem(value)) throw new UserError(value.problem);
  return value;
}
