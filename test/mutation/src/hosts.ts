import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Outcome, Task } from './host.js';

/** Runs tests in a process of their own, which is ended and made anew where a mutant hangs or kills it. */
export class Host {
  readonly #environment: Readonly<Record<string, string>>;
  #process: ChildProcess | undefined;

  constructor(environment: Readonly<Record<string, string>> = {}) {
    this.#environment = environment;
  }

  /** The outcome; `undefined` where there is none within `limit` milliseconds, or the process ended. */
  async run(task: Task, limit: number): Promise<Outcome | undefined> {
    const host = this.#process ?? (await this.#start());
    host.send(task);
    const outcome = await answer<Outcome>(host, limit);
    if (outcome === undefined) this.close();
    return outcome;
  }

  /** Ends the process and those that it has started. */
  close(): void {
    const { pid } = this.#process ?? {};
    this.#process = undefined;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }

  async #start(): Promise<ChildProcess> {
    const host = fork(fileURLToPath(new URL('host.js', import.meta.url)), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, ...this.#environment },
      // A group of its own, so that it ends with everything that it has started.
      detached: true,
    });
    this.#process = host;
    if ((await answer(host, 120_000)) === undefined) throw new Error('Vitest does not start.');
    return host;
  }
}

function answer<T>(host: ChildProcess, limit: number): Promise<T | undefined> {
  return new Promise((resolve) => {
    const settle = (value: T | undefined) => {
      clearTimeout(timer);
      host.off('message', settle);
      host.off('exit', ended);
      resolve(value);
    };
    const ended = () => settle(undefined);
    const timer = setTimeout(ended, limit);
    host.on('message', settle);
    host.on('exit', ended);
  });
}
