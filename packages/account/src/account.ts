import type { RoleMappingOptions } from '@cognito-iam/core';
import type { LocalUserPool } from './account-part.js';
import type { ReadConfig } from './config/read-config.js';
import type { ExplainedAccount } from './explanation/explained-account.js';
import type { Finding } from './finding.js';

/**
 * An account that was read from files. Every policy of its directory is compiled; what that was made of is every
 * source merged.
 */
export interface Account extends ExplainedAccount {
  /** Pools that there are in the emulator, as far as the loader was told of them. */
  readonly localPools: readonly LocalUserPool[];
  /** The configuration's own, or else what the identity pool and the pool groups of the other sources say. */
  readonly roleMapping: RoleMappingOptions | undefined;
  /**
   * What those sources say of tokens of one pool, by its id: a group of one pool means nothing in another. Empty where
   * the configuration has a `roleMapping`; `config.issuers` has what is here in its place.
   */
  readonly poolRoleMappings: ReadonlyMap<string, RoleMappingOptions>;
  /** What templates and plans call roles, users and groups, by JSON Pointer in `directoryOptions`: `/roles/Support`. */
  readonly sourceIds: ReadonlyMap<string, string>;
  /** Tags of user pools by pool id: the configuration's, laid over those of the other sources. */
  readonly resourceTags: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Warnings and infos; errors were thrown. */
  readonly findings: readonly Finding[];
  /** Absolute paths of every file that was read, the configuration first: what to watch. */
  readonly files: readonly string[];
  /** The state of each just before it was read, by path: one with another `fileState` has changed since. */
  readonly fileStates: ReadonlyMap<string, string>;
  /** The rest of the configuration. */
  readonly config: ReadConfig;
}
