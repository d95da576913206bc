import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer, Measured, Order, SubjectOptions } from './orders.js';

const here = fileURLToPath(new URL('.', import.meta.url));

/** A process in which every adapter listens on a port of its own, in front of one authorizer. */
export class Subject {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (result: Measured | null) => void>();
  readonly ports: ReadonlyMap<string, number>;
  #orders = 0;

  private constructor(child: ChildProcess, ports: Subject['ports']) {
    this.#child = child;
    this.ports = ports;
    child.on('message', (answer: Answer) => {
      if (!('to' in answer)) return;
      this.#waiting.get(answer.to)?.(answer.result);
      this.#waiting.delete(answer.to);
    });
  }

  /** Starts one; rejects where it does not come to listen. */
  static async start(options: SubjectOptions): Promise<Subject> {
    const child = fork('subject.ts', [JSON.stringify(options)], { cwd: here, execArgv: ['--import', 'tsx'] });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the program under load ended with ${code}`);
    });
    const [answer]: Answer[] = await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => {});
    if (answer === undefined || !('ports' in answer))
      throw new Error('it said something else than its ports');
    return new Subject(child, new Map(answer.ports));
  }

  /** Whether it still runs. */
  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  port(adapter: string): number {
    const port = this.ports.get(adapter);
    if (port === undefined) throw new Error(`there is no adapter ${adapter}`);
    return port;
  }

  async measure(): Promise<Measured> {
    const measured = await this.#obeyed({ order: 'measure' });
    if (measured === null) throw new Error('it measured nothing');
    return measured;
  }

  /** Resolves once the other account is in force. */
  async reload(account: string, issuers: boolean): Promise<void> {
    await this.#obeyed({ order: 'reload', account, issuers });
  }

  /** Resolves once its clock is so many milliseconds further ahead. */
  async pass(time: number): Promise<void> {
    await this.#obeyed({ order: 'pass', time });
  }

  async stop(): Promise<void> {
    if (!this.alive) return;
    this.#child.disconnect();
    await once(this.#child, 'exit');
  }

  #obeyed(order: OrderOf): Promise<Measured | null> {
    const id = this.#orders++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, resolve);
      this.#child.send({ id, ...order }, (error) => error && reject(error));
    });
  }
}

type OrderOf = Order extends infer One ? (One extends Order ? Omit<One, 'id'> : never) : never;
