import { randomUUID } from 'node:crypto';
import { UserError } from '../../user-error.js';
import { type DataFolder, prepareDataFolder } from './data-folder.js';
import { type EmulatorChild, startEmulator } from './emulator-child.js';
import { type FolderLock, lockFolder } from './folder-lock.js';
import { connect } from './pool.js';
import type { Upstream, UpstreamConnection, UpstreamListener, UpstreamState } from './upstream.js';
import { backOff, Waiting } from './waiting.js';
import { patientWatchdog, type WatchdogTimes, watchdog } from './watchdog.js';

/** What the embedded emulator goes by. */
export interface CognitoLocalOptions {
  /** Absolute path of where it runs. */
  readonly folder: string;
  /** Left out, a free one, which answers nobody but the gateway. */
  readonly port?: number | undefined;
  readonly code?: string | undefined;
  /** What the issuer of its tokens begins with, unless its own configuration says so. */
  readonly issuerDomain: string;
  readonly changed: UpstreamListener;
  /** Gets its log, line by line. */
  readonly log: (line: string) => void;
  /** How it is noticed that it lives and answers nothing. */
  readonly watchdog?: WatchdogTimes;
}

/** A run that lasted this long, in milliseconds, was no failure to start: the next wait is the first again. */
const soundRun = 60_000;

/** cognito-local as a child process, started anew whenever it ends, and ended when it answers nothing any more. Its folder is this process's alone until it is stopped. */
export class CognitoLocal implements Upstream {
  readonly #options: CognitoLocalOptions;
  readonly #key: string | undefined;
  readonly #waiting = new Waiting();
  #lock: FolderLock | undefined;
  #child: EmulatorChild | undefined;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #starting: Promise<unknown> | undefined;
  /** Set once it has begun. */
  folder: DataFolder | undefined;
  state: UpstreamState = 'starting';
  problem: string | undefined;
  connection: UpstreamConnection | undefined;

  constructor(options: CognitoLocalOptions) {
    this.#options = options;
    this.#key = options.port === undefined ? randomUUID() : undefined;
  }

  get description(): string {
    const { port, folder } = this.#options;
    const where = port === undefined ? '' : `, http://127.0.0.1:${port}`;
    return `cognito-local${where}, its data in ${this.folder?.data ?? folder}`;
  }

  /** The process's id, while there is one. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Rejects with a {@link UserError} where the folder cannot be had, or cognito-local does not start the first time. */
  async start(): Promise<void> {
    const { folder, issuerDomain } = this.#options;
    this.folder = await prepareDataFolder(folder, issuerDomain);
    this.#lock = await lockFolder(this.folder.data);
    try {
      await this.#run(this.folder);
    } catch (error) {
      await this.stop();
      const why = error instanceof Error ? error.message : String(error);
      throw new UserError(`cognito-local does not start: ${why}`);
    }
  }

  whenUp(limit: number): Promise<UpstreamConnection | undefined> {
    const { connection, state } = this;
    const waits = connection === undefined && (state === 'starting' || state === 'restarting');
    return waits ? this.#waiting.wait(limit) : Promise.resolve(connection);
  }

  /** The end of the child says it all; until then the next connection may well be good. */
  noteUnsent(): void {}

  async stop(): Promise<void> {
    this.state = 'stopped';
    clearTimeout(this.#retry);
    await this.#starting?.catch(() => undefined);
    const { connection } = this;
    this.connection = undefined;
    this.#waiting.tell(undefined);
    await connection?.dispatcher.destroy();
    await this.#child?.stop();
    await this.#lock?.release();
  }

  async #run(folder: DataFolder): Promise<void> {
    const { port = 0, code, log } = this.#options;
    const begun = performance.now();
    const starting = startEmulator({ folder, port, code, key: this.#key, log });
    this.#starting = starting;
    const child = await starting;
    this.#child = child;
    if (this.state === 'stopped') return;
    this.connection = connect(child.url, this.#key === undefined ? [] : ['x-emulator-key', this.#key]);
    this.state = 'up';
    this.problem = undefined;
    this.#waiting.tell(this.connection);
    this.#options.changed({ state: 'up', message: `cognito-local is up, process ${child.pid}` });
    const ended = new AbortController();
    const hung = this.#watch(child, ended.signal);
    void child.ended.then(async (how) => {
      ended.abort();
      if (performance.now() - begun > soundRun) this.#failures = 0;
      this.#fail(folder, (await hung) ?? `cognito-local ended, ${how}`);
    });
  }

  get #isStopped(): boolean {
    return this.state === 'stopped';
  }

  /** Ends a child that answers nothing; resolves with what was wrong, once it has ended. */
  async #watch(child: EmulatorChild, ended: AbortSignal): Promise<string | undefined> {
    const { watchdog: times = patientWatchdog } = this.#options;
    const headers = this.connection?.headers ?? [];
    const silence = await watchdog(`${child.url}/health`, headers, times, ended);
    if (silence === undefined || this.#isStopped) return undefined;
    const problem = `cognito-local has answered nothing for ${(silence / 1000).toFixed(1)} s`;
    this.problem = problem;
    this.state = 'restarting';
    this.#options.changed({ state: this.state, message: `${problem}: ending process ${child.pid}` });
    await child.stop();
    return problem;
  }

  /** Starts it again, later each time. */
  #fail(folder: DataFolder, problem: string): void {
    if (this.state === 'stopped') return;
    const wait = backOff(this.#failures++);
    const { connection } = this;
    this.connection = undefined;
    void connection?.dispatcher.destroy();
    this.problem = problem;
    // Nobody waits for something that fails again and again.
    this.state = this.#failures > 4 ? 'down' : 'restarting';
    if (this.state === 'down') this.#waiting.tell(undefined);
    const message = `${problem}\nstarting it again in ${(wait / 1000).toFixed(1)} s`;
    this.#options.changed({ state: this.state, message });
    this.#retry = setTimeout(() => {
      this.#run(folder).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        this.#fail(folder, `cognito-local does not start: ${why}`);
      });
    }, wait);
  }
}
