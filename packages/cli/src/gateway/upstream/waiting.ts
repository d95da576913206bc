import type { UpstreamConnection } from './upstream.js';

/** Requests that wait for the upstream. */
export class Waiting {
  readonly #waiting = new Set<(connection: UpstreamConnection | undefined) => void>();

  /** Resolves with what {@link Waiting.tell} is told next, with `undefined` after `limit` milliseconds. */
  wait(limit: number): Promise<UpstreamConnection | undefined> {
    return new Promise((resolve) => {
      const done = (connection: UpstreamConnection | undefined): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve(connection);
      };
      const timer = setTimeout(done, limit, undefined);
      this.#waiting.add(done);
    });
  }

  /** Lets everybody go on. */
  tell(connection: UpstreamConnection | undefined): void {
    for (const done of [...this.#waiting]) done(connection);
  }
}

/** Milliseconds to wait before trying for the `attempt`th time, from 0: doubled each time, with a limit. */
export function backOff(attempt: number, first = 250, most = 30_000): number {
  return Math.min(most, first * 2 ** Math.min(attempt, 20));
}
