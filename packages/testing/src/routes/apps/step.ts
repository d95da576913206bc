import type { PathShape } from '../paths/path-shape.js';

/** One registration of an application: functions that requests of a method and path meet, one after the other. */
export interface Step {
  /** In upper case; `ALL` is any. */
  readonly method: string;
  readonly path: PathShape;
  readonly functions: readonly unknown[];
  /**
   * Whether the last function is there to answer. One that was given to `use` mostly hands on, but it need not; one for
   * `errors` is met by these alone, from any function before it, and may let the request go on from there.
   */
  readonly kind: 'route' | 'use' | 'errors';
  /** Functions for errors among the others, each with how many of `functions` come before it. */
  readonly errors?: readonly { readonly handler: unknown; readonly after: number }[];
  /** Where it has one, only steps of the same router are met by whoever meets this one. */
  readonly scope?: object;
  /** What a request needs beside method and path to get there. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Why nothing can be said of it. */
  readonly problem?: string;
}

/** A request that the kit makes. */
export interface ProbeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What came back. */
export interface ProbeResponse {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly body: string;
}

/** An application, read: its steps in the order in which requests meet them. */
export interface AppReading {
  readonly steps: readonly Step[];
  /** Whether of two routes for the same request the first gets it. */
  readonly ordered: boolean;
  /** Functions that are known to answer for the router alone. */
  readonly harmless: ReadonlySet<unknown>;
  /** Where parts of it are mounted, as far as they may have something of their own for what is not found. */
  readonly mounts?: readonly PathShape[];
  readonly send: (request: ProbeRequest) => Promise<ProbeResponse>;
}
