import { connect as connectSocket } from 'node:net';
import { connect } from './pool.js';
import type { Upstream, UpstreamConnection, UpstreamListener, UpstreamState } from './upstream.js';
import { backOff } from './waiting.js';

/** What an upstream that runs already goes by. */
export interface AddressOptions {
  /** `http://localhost:9229`, with a path or without. */
  readonly url: string;
  readonly changed: UpstreamListener;
}

/**
 * A server that somebody else starts and stops. Requests are sent whatever its state: the state says whether the last
 * could be, and while they could not, its port is tried until it is open.
 */
export class AddressUpstream implements Upstream {
  readonly #options: AddressOptions;
  #retry: NodeJS.Timeout | undefined;
  #attempts = 0;
  readonly connection: UpstreamConnection;
  state: UpstreamState = 'starting';
  problem: string | undefined;

  constructor(options: AddressOptions) {
    this.#options = options;
    this.connection = connect(options.url);
  }

  get description(): string {
    return this.#options.url;
  }

  async start(): Promise<void> {
    if (await isOpen(this.#options.url)) this.#becomes('up');
    else this.noteUnsent();
  }

  /** Waiting is no use: nobody knows when it is started. */
  async whenUp(): Promise<UpstreamConnection | undefined> {
    return this.state === 'up' ? this.connection : undefined;
  }

  noteUnsent(): void {
    if (this.state === 'down' || this.state === 'stopped') return;
    this.problem = `${this.#options.url} cannot be reached: is it running, and is that its address?`;
    this.#becomes('down');
    this.#tryLater();
  }

  async stop(): Promise<void> {
    this.state = 'stopped';
    clearTimeout(this.#retry);
    await this.connection.dispatcher.destroy();
  }

  #tryLater(): void {
    this.#retry = setTimeout(
      () => {
        void isOpen(this.#options.url).then((open) => {
          if (this.state !== 'down') return;
          if (open) this.#becomes('up');
          else this.#tryLater();
        });
      },
      backOff(this.#attempts++, 250, 2_000),
    );
  }

  #becomes(state: 'up' | 'down'): void {
    this.state = state;
    if (state === 'up') {
      this.problem = undefined;
      this.#attempts = 0;
    }
    const message = state === 'up' ? `${this.#options.url} answers` : (this.problem ?? '');
    this.#options.changed({ state, message });
  }
}

function isOpen(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url);
  const standard = protocol === 'https:' ? 443 : 80;
  return new Promise((resolve) => {
    const socket = connectSocket({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? standard : Number(port),
      timeout: 2_000,
    });
    const done = (open: boolean) => (): void => {
      socket.destroy();
      resolve(open);
    };
    socket.on('connect', done(true)).on('error', done(false)).on('timeout', done(false));
  });
}
