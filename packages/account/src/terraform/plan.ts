import type { DescribedSource } from '../described/described-source.js';
import type { Resolved } from '../described/resolved-value.js';
import type { Finding } from '../finding.js';
import type { WrittenResource } from './plan-resources.js';

/** A resource of a plan or state. */
export interface PlanResource extends WrittenResource {
  /**
   * An attribute as it is here: with the local account, region and pool ids; `undefined` where it has none. What
   * Terraform calls things, and tags, are as they are written.
   */
  readonly attribute: (name: string) => Resolved | undefined;
  /** The text of an attribute, where it has one that is known. */
  readonly text: (name: string) => string | undefined;
}

/** A plan or state with everything that is needed to say what is in it. */
export interface Plan extends DescribedSource {
  readonly resources: readonly PlanResource[];
  /** The resource of an address. */
  readonly at: (address: string) => PlanResource | undefined;
  /** The managed resources of a type. */
  readonly typed: (type: string) => readonly PlanResource[];
  /** What resources of a type were that the plan removes. */
  readonly removed: (type: string) => readonly ReadonlyMap<string, unknown>[];
  /** What was noted. */
  readonly findings: readonly Finding[];
}
