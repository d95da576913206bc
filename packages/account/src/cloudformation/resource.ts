import type { Resolved, Unresolved } from '../described/resolved-value.js';

/** A resource of the template, or one that the transform of SAM makes of another. */
export interface Resource {
  /** Its logical id. */
  readonly id: string;
  /** `AWS::IAM::Role`. */
  readonly type: string;
  /** JSON Pointer of where it is written. */
  readonly pointer: string;
  /** Whether its condition holds; that of a resource that is not there is `false`, and the resource is not listed. */
  readonly present: true | Unresolved;
  /** A property, resolved when it is first asked for; `undefined` where it has none. */
  readonly property: (name: string) => Resolved | undefined;
  /** As it is written, without its properties: `Metadata` and the like. */
  readonly written: ReadonlyMap<string, unknown>;
}
