import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** How long a connection may stay silent before it counts as hanging, in milliseconds. */
const patience = 60_000;

/** An answer as it came. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
}

/** A client that sends what it is told, byte for byte, and reads the answers one by one, or not at all. */
export class Wire {
  readonly socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #ended = false;
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.socket = socket;
    // A reset is what many tests are about.
    socket.on('error', () => {});
    for (const event of ['end', 'close']) {
      socket.on(event, () => {
        this.#ended = true;
        this.#wake();
      });
    }
  }

  /** Connects, from one of several addresses of this machine: each has ports of its own for thousands of connections. */
  static async to(port: number, from = 0): Promise<Wire> {
    const localAddress = `127.0.0.${1 + (from % 8)}`;
    // Half-open, so that a server's end does not end what this side still has to say.
    const socket = connect({ port, host: '127.0.0.1', localAddress, allowHalfOpen: true, noDelay: true });
    await once(socket, 'connect');
    return new Wire(socket);
  }

  /** Sends, and resolves once it has been handed on: not before the other side reads, where there is much of it. */
  send(text: string | Buffer): Promise<void> {
    return new Promise((resolve) => {
      if (this.socket.destroyed) resolve();
      else this.socket.write(text, () => resolve());
    });
  }

  /** Goes away as a program does that is killed. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  /** The next answer; `undefined` where the connection ends without another. */
  async answer(): Promise<WireAnswer | undefined> {
    if (this.socket.listenerCount('data') === 0) {
      this.socket.on('data', (chunk) => {
        this.#received = Buffer.concat([this.#received, chunk]);
        this.#wake();
      });
    }
    const until = Date.now() + patience;
    while (Date.now() < until) {
      const found = firstOf(this.#received);
      if (found !== undefined) {
        this.#received = this.#received.subarray(found.length);
        return found.answer;
      }
      if (this.#ended) return undefined;
      await this.#more(until);
    }
    throw new Error(`the connection hangs after ${JSON.stringify(this.#received.toString().slice(0, 200))}`);
  }

  async #more(until: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, until - Date.now());
    });
    clearTimeout(timer);
  }
}

/** The answer that `bytes` begin with, once it is there whole. Every adapter declares its length. */
function firstOf(bytes: Buffer): { readonly answer: WireAnswer; readonly length: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const head = bytes.subarray(0, end).toString('latin1');
  const declared = /^content-length: *(\d+)/im.exec(head)?.[1];
  if (declared === undefined && !/^connection: *close/im.test(head)) {
    throw new Error(`an answer without length: ${head}`);
  }
  const length = end + 4 + Number(declared ?? 0);
  if (bytes.length < length) return undefined;
  const status = Number(head.split(' ', 2)[1]);
  return { answer: { status, body: bytes.subarray(end + 4, length).toString() }, length };
}
