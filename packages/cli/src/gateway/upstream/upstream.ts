import type { Dispatcher } from 'undici';

/** How the upstream is. `restarting` and `starting` are those in which requests wait a moment. */
export type UpstreamState = 'starting' | 'up' | 'restarting' | 'down' | 'stopped';

/** What the upstream is connected to: changes with every start of an emulator that picks its port. */
export interface UpstreamConnection {
  readonly dispatcher: Dispatcher;
  /** What every path begins with; empty, or without a slash at its end. */
  readonly basePath: string;
  /** Headers that go with every request, flat: name, value. */
  readonly headers: readonly string[];
}

/** What stands behind the gateway. */
export interface Upstream {
  /** For the banner: `cognito-local, process 4711, data in …` or an address. */
  readonly description: string;
  readonly state: UpstreamState;
  /** What is wrong, where something is. */
  readonly problem: string | undefined;
  /** Where to send requests, at this moment. */
  readonly connection: UpstreamConnection | undefined;
  /** Begins, and resolves once it is up for the first time, or will not be soon. */
  start(): Promise<void>;
  /** Resolves with the connection, or with `undefined` after `limit` milliseconds, or sooner where waiting is no use. */
  whenUp(limit: number): Promise<UpstreamConnection | undefined>;
  /** A request could not be sent. */
  noteUnsent(): void;
  stop(): Promise<void>;
}

/** Hears of every change of an upstream. */
export type UpstreamListener = (event: {
  readonly state: UpstreamState;
  /** One line for the user. */
  readonly message: string;
}) => void;
