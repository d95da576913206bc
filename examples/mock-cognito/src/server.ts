import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { answerType } from './api-answer.js';
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
    response.writeHead(503, { 'content-type': answerType });
    response.end(
      JSON.stringify({ __type: 'ServiceUnavailableException', message: 'the emulator is starting' }),
    );
  };
  const server = createServer((request, response) => {
    if (isLocal(request.headers.host)) listener(request, response);
    else refuseHost(response);
  });
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

/** Whether a `Host` header names this machine; any port, since somebody may forward one. */
function isLocal(name: string | undefined): boolean {
  return name !== undefined && /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i.test(name);
}

/** A page whose own name has come to mean this machine (DNS rebinding) is of the same origin, and CORS does not stop it. */
function refuseHost(response: ServerResponse): void {
  const message = 'The Host header is neither 127.0.0.1 nor localhost nor [::1].';
  response.writeHead(400, { 'content-type': answerType, connection: 'close' });
  response.end(JSON.stringify({ __type: 'InvalidParameterException', message }));
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
