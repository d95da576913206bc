import type { ServerOptions } from 'node:http';

/** How a {@link Subject} is started. */
export interface SubjectOptions {
  readonly issuer: string;
  /** The address of the issuer's keys. */
  readonly jwks: string;
  /** Whether its clock stands still until it is told that time passes; it runs if left out. */
  readonly stands?: boolean;
  /** Options of Node's servers. */
  readonly server?: ServerOptions;
}

/** What a subject can be told to do. */
export type Order = { readonly id: number } & (
  | { readonly order: 'measure' }
  /** Takes another directory, and the issuers anew where it is told so: with them the keys are fetched again. */
  | { readonly order: 'reload'; readonly account: string; readonly issuers: boolean }
  /** Sets its clock ahead by so many milliseconds. */
  | { readonly order: 'pass'; readonly time: number }
);

/** What a subject says: first its ports by adapter, then what became of each order. */
export type Answer =
  | { readonly ports: readonly (readonly [adapter: string, port: number])[] }
  | { readonly to: number; readonly result: Measured | null };

/** What a subject finds in itself. */
export interface Measured {
  /** What is still reachable after a collection: heap and what hangs on it outside, in bytes. */
  readonly retained: number;
  /** Open connections of all its servers. */
  readonly connections: number;
  /** How many of what keeps its event loop busy, by kind. */
  readonly resources: Readonly<Record<string, number>>;
  /** How many log entries, by event. */
  readonly logged: Readonly<Record<string, number>>;
  /** Unhandled rejections, uncaught exceptions, warnings and faults in the log; there is to be none. */
  readonly trouble: readonly string[];
}
