import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** How long a connection may stay silent before it counts as hanging, in milliseconds. */
const patience = 15_000;

/** A server on a port of its own; `options` are those of Node's. */
export async function listening(listener: RequestListener, options: ServerOptions = {}): Promise<Server> {
  const server = createServer(options, listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** A client that adds nothing to what it is told to send, each character one byte, and reads answers one by one. */
export class RawConnection {
  readonly #socket: Socket;
  #received = '';
  #ended = false;
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text) => {
      this.#received += text;
      this.#wake();
    });
    socket.on('error', () => {});
    for (const event of ['end', 'close']) {
      socket.on(event, () => {
        this.#ended = true;
        this.#wake();
      });
    }
  }

  static async to(server: Server): Promise<RawConnection> {
    const { port } = server.address() as AddressInfo;
    // Half-open, so that a server's end does not end what this side still has to say.
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  send(text: string): void {
    if (!this.#socket.destroyed) this.#socket.write(text, 'latin1');
  }

  /** Sends no more, and listens on. */
  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Waits for more to come, or for the end. */
  async #more(until: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, until - Date.now());
    });
    clearTimeout(timer);
  }

  /** The next answer, `undefined` where the connection ends without. An answer to HEAD has no body, whatever it says. */
  async answer(method: string): Promise<RawAnswer | undefined> {
    const until = Date.now() + patience;
    while (Date.now() < until) {
      const found = parsed(this.#received, method, this.#ended);
      if (found !== undefined) {
        this.#received = this.#received.slice(found.length);
        if (found.answer.status !== 100) return found.answer;
      } else if (this.#ended) return undefined;
      else await this.#more(until);
    }
    throw new Error(`the connection hangs; so far it gave ${JSON.stringify(this.#received.slice(0, 500))}`);
  }
}

/** The answer that `text` begins with, once it is there whole. */
function parsed(
  text: string,
  method: string,
  ended: boolean,
): { readonly answer: RawAnswer; readonly length: number } | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.split(':', 1)[0]?.toLowerCase() ?? '', line.replace(/^[^:]*:\s*/, '')]),
  );
  const status = Number(first.split(' ')[1]);
  const from = end + 4;
  const made = (body: string, length: number) => ({ answer: { status, headers, body }, length });
  if (method === 'HEAD' || status === 100 || status === 204 || status === 304) return made('', from);
  if (headers.get('transfer-encoding') === 'chunked') {
    let body = '';
    for (let at = from; ; ) {
      const line = text.indexOf('\r\n', at);
      const size = Number.parseInt(text.slice(at, line), 16);
      if (line === -1 || text.length < line + 4 + size) return undefined;
      if (size === 0) return made(body, line + 4);
      body += text.slice(line + 2, line + 2 + size);
      at = line + 4 + size;
    }
  }
  const length = headers.get('content-length');
  if (length === undefined) return ended ? made(text.slice(from), text.length) : undefined;
  if (text.length < from + Number(length)) return undefined;
  return made(text.slice(from, from + Number(length)), from + Number(length));
}
