import type { Directory, DirectoryOptions, RoleMappingOptions } from '@cognito-iam/core';
import type { DescribedUserPool, LocalUserPool, PolicyPlaces } from '../account-part.js';
import type { ReadConfig } from '../config/read-config.js';

/** What of an account decisions are explained with; every `Account` has it. */
export interface ExplainedAccount {
  readonly directory: Directory;
  /** What the directory was made of. */
  readonly directoryOptions: DirectoryOptions;
  /** The region that the API stands for. */
  readonly region: string;
  /** Pools that templates and plans make. */
  readonly userPools: readonly DescribedUserPool[];
  /** Pools of the emulator, which go by their ids and names too. */
  readonly localPools?: readonly LocalUserPool[];
  /** The role mappings of single pools, by pool id, where issuers follow from pools. */
  readonly poolRoleMappings?: ReadonlyMap<string, RoleMappingOptions>;
  /** How tokens become roles; `undefined` where none does. */
  readonly roleMapping: RoleMappingOptions | undefined;
  /** Where each policy document is written, and so each statement. */
  readonly policyPlaces: PolicyPlaces;
  /** What templates and plans call roles and users, by JSON Pointer in `directoryOptions`: `/roles/Support`. */
  readonly sourceIds?: ReadonlyMap<string, string>;
  /** Tags of user pools, by pool id. */
  readonly resourceTags: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Condition keys that hold for every request, and the role mappings that issuers have of their own. */
  readonly config?: Pick<ReadConfig, 'context' | 'issuers'>;
}

/** Why something that the user named cannot be used: one sentence with the mend, for a person. */
export interface Problem {
  readonly problem: string;
}

/** Whether a value is a {@link Problem}. */
export function isProblem(value: object): value is Problem {
  return 'problem' in value;
}
