import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { StartError } from './start-error.js';

/** Connections from other machines are not accepted: the passwords of the users are in the documentation. */
const host = '127.0.0.1';

/** How long requests under way may take once the server is closing. */
const closeLimit = 5_000;

/** A server that listens. */
export interface LocalServer {
  /** `http://127.0.0.1:{port}` */
  readonly url: string;
  /** From now on requests go here; until then they are answered with an error that clients try again after. */
  serve(listener: RequestListener): void;
  /** Accepts nothing more and resolves once everything under way is answered. */
  close(): Promise<void>;
}

/** Listens on a port of this machine, 0 for any free one; a busy port is a {@link StartError}. */
export async function listen(port: number): Promise<LocalServer> {
  let listener: RequestListener = (_request, response) => {
    response.writeHead(503, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(
      JSON.stringify({ __type: 'ServiceUnavailableException', message: 'the emulator is starting' }),
    );
  };
  const server = createServer((request, response) => listener(request, response));
  const listening = once(server, 'listening');
  server.listen(port, host);
  try {
    await listening;
  } catch (error) {
    throw new StartError(whyNot(error, port));
  }
  return {
    url: `http://${host}:${portOf(server)}`,
    serve: (next) => {
      listener = next;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const limit = setTimeout(() => server.closeAllConnections(), closeLimit);
      await closed;
      clearTimeout(limit);
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port');
  return address.port;
}

function whyNot(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reason =
    code === 'EADDRINUSE' ? 'is in use' : code === 'EACCES' ? 'may not be used' : `: ${String(error)}`;
  return `port ${port} ${reason}; choose another with PORT=… or --port, 0 for any free one`;
}
