import { type PolicyErrorCode, policyErrorCodes } from './policy/index.js';

/** Codes of {@link ConfigurationError}: what was wrong with the options, found at start-up. */
export type ConfigurationErrorCode =
  | 'ERR_OPTION_UNKNOWN'
  | 'ERR_OPTION_MISSING'
  | 'ERR_OPTION_INVALID'
  | 'ERR_ROLE_UNKNOWN'
  | 'ERR_USER_UNKNOWN'
  | 'ERR_GROUP_UNKNOWN'
  | 'ERR_MANAGED_POLICY_UNKNOWN';

/** Every error code that this package can throw. */
export type ErrorCode = ConfigurationErrorCode | PolicyErrorCode;

/** Every error code that this package can throw, with what it means. */
export const errorCodes: ReadonlyMap<ErrorCode, string> = new Map<ErrorCode, string>([
  ...policyErrorCodes,
  ['ERR_OPTION_UNKNOWN', 'an option has a name that is not known'],
  ['ERR_OPTION_MISSING', 'a required option was left out'],
  ['ERR_OPTION_INVALID', 'an option has a value that cannot be used'],
  ['ERR_ROLE_UNKNOWN', 'a role is named that the directory does not hold'],
  ['ERR_USER_UNKNOWN', 'a user is named that the directory does not hold'],
  ['ERR_GROUP_UNKNOWN', 'an IAM group is named that the directory does not hold'],
  ['ERR_MANAGED_POLICY_UNKNOWN', 'a managed policy is named that neither AWS nor the directory defines'],
]);

/**
 * Options that cannot be used. Thrown at start-up only, never while a request is decided.
 *
 * `path` is a JSON Pointer to the offending option; the message names it too and says how to mend it.
 */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly code: ConfigurationErrorCode;
  readonly path: string;

  constructor(code: ConfigurationErrorCode, path: string, message: string) {
    super(`${path === '' ? 'options' : path}: ${message}`);
    this.code = code;
    this.path = path;
  }
}

/** What an error says, in a text whatever was thrown: some values cannot be made into one. */
export function messageOf(error: unknown): string {
  try {
    const message: unknown = error instanceof Error ? error.message : error;
    return String(message);
  } catch {
    return 'something that cannot be written as text';
  }
}
