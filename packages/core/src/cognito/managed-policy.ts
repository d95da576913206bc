import type { PolicyDocument } from '../policy/index.js';

/** A policy that AWS itself maintains, in the version that is in force. */
export interface AwsManagedPolicy {
  readonly name: string;
  /** `/`, or a path such as `/aws-service-role/`. */
  readonly path: string;
  /** AWS's version id: `v9`. */
  readonly version: string;
  readonly document: PolicyDocument;
}
