import type { Workload, WorkloadRequest } from '../workload.js';

/** Whether a request is allowed. */
export type Decide = (request: WorkloadRequest) => boolean;

/** Something that decides requests, made ready for a workload as its users would: whatever can be done once is. */
export interface Engine {
  readonly name: string;
  /** The npm package that it is, for the table of versions; `undefined` for what is written here. */
  readonly package: string | undefined;
  /** What a reader has to know to compare it. */
  readonly note: string;
  /** A package of others is imported here, so that the processes of all other engines do not load it. */
  prepare(workload: Workload): Decide | Promise<Decide>;
}
