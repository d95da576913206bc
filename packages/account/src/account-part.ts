import type { DirectoryOptions, RoleMappingOptions } from '@cognito-iam/core';
import type { Finding } from './finding.js';
import type { Place } from './place.js';

/**
 * Gives the place of a value in a policy document, by its JSON Pointer in that document: `''` for the document,
 * `/Statement/0` for its first statement.
 */
export type DocumentPlaces = (pointer: string) => Place;

/**
 * Where policy documents are written, by the JSON Pointer of the document in `DirectoryOptions`:
 * `/roles/Support/inlinePolicies/HelpUsers`, `/managedPolicies/Auditing`, `/serviceControlPolicies/0/1`.
 */
export type PolicyPlaces = ReadonlyMap<string, DocumentPlaces>;

/** A user pool that a template or a plan makes. */
export interface DescribedUserPool {
  /** What the source calls it: a logical id, a Terraform address. */
  readonly id: string;
  /** The pool's own name, where the source gives one. */
  readonly name?: string;
  /** The id that stands for it here and in every ARN that was made of it: `us-east-1_AbCdEfGhI`. */
  readonly poolId: string;
  /** Whether `poolId` was made up, since the pool was not mapped to a local one. */
  readonly madeUp: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly place: Place;
}

/** A group of a user pool, with the role that its members take on. */
export interface DescribedPoolGroup {
  readonly poolId: string;
  readonly group: string;
  /** Name or ARN of the role; a group may have none. */
  readonly role?: string;
  /** The lowest wins. */
  readonly precedence?: number;
  readonly place: Place;
}

/** What one file says of an account. What it says of everything else is left out. */
export interface AccountPart {
  /** Names are final; ARNs hold the local account, region and pool ids. */
  readonly directory: Pick<DirectoryOptions, 'roles' | 'users' | 'groups' | 'managedPolicies'>;
  readonly userPools: readonly DescribedUserPool[];
  readonly poolGroups: readonly DescribedPoolGroup[];
  /** What the source calls identity pools, which `pools` may name too. */
  readonly identityPools?: readonly string[];
  /** How an identity pool maps tokens to roles, where the file has one. */
  readonly roleMapping?: Partial<RoleMappingOptions>;
  readonly policyPlaces: PolicyPlaces;
  /**
   * Where roles, users, groups and managed policies are written, by JSON Pointer in `DirectoryOptions`:
   * `/roles/Support`. What is said of one that is not here is said of its first policy, or of the file.
   */
  readonly entryPlaces?: ReadonlyMap<string, Place>;
  /** What the source calls roles, users and groups, by the same pointers: logical ids, Terraform addresses. */
  readonly sourceIds?: ReadonlyMap<string, string>;
  /** What could not be resolved, and what of it concerns Cognito. Nothing is guessed. */
  readonly findings: readonly Finding[];
}

/** What every kind of source is read with. */
export interface SourceContext {
  readonly account: string;
  readonly region: string;
  /** `aws` by default. */
  readonly partition?: string;
  /** Ids of local pools by what the source calls a pool: its logical id or address, or its name. */
  readonly pools?: Readonly<Record<string, string>>;
  /** Pools that there are in the emulator: a pool of the source with one's name, which no other has, is that one. */
  readonly localPools?: readonly LocalUserPool[];
}

/** A user pool that there is in the emulator. */
export interface LocalUserPool {
  readonly id: string;
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
}
