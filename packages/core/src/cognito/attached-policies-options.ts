import {
  invalid,
  listOf,
  type OptionalReader,
  type OptionReader,
  optional,
  recordOf,
  text,
} from '../options.js';
import type { PolicyDocument } from '../policy/index.js';

/** The policies attached to a role, a user, a group or a session. */
export interface AttachedPolicies {
  /** By policy name; a string is JSON text. */
  readonly inlinePolicies?: Readonly<Record<string, PolicyDocument | string>>;
  /** Names or ARNs of managed policies, the directory's own or AWS's. */
  readonly managedPolicies?: readonly string[];
}

/** Reads a policy document or its JSON text: only told apart here, as the grammar is the policy engine's own. */
export const policyOption: OptionReader<PolicyDocument | string> = (value, path) => {
  if (typeof value === 'string' || (typeof value === 'object' && value !== null && !Array.isArray(value))) {
    return value as PolicyDocument | string;
  }
  throw invalid(path, 'expected a policy document or its JSON text');
};

/** The readers of {@link AttachedPolicies}, for everything that policies are attached to. */
export const attachedPoliciesReaders: {
  readonly inlinePolicies: OptionalReader<Readonly<Record<string, PolicyDocument | string>>>;
  readonly managedPolicies: OptionalReader<readonly string[]>;
} = {
  inlinePolicies: optional(recordOf(policyOption, 'policy names')),
  managedPolicies: optional(listOf(text)),
};
