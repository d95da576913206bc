import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { UserError } from '../user-error.js';

/** A server that listens. */
export interface LocalServer {
  /** `http://127.0.0.1:{port}`; `localhost` where it listens on every address. */
  readonly url: string;
  /** Requests that have no whole answer yet. */
  readonly underWay: number;
  /**
   * Accepts nothing more and resolves once every request under way is answered, or after `limit` milliseconds, when
   * what is left is broken off. Resolves with how many were.
   */
  close(limit: number): Promise<number>;
}

/** Listens; a busy port or a strange host is a {@link UserError}. Port 0 is any free one. */
export async function listen(
  { host, port }: { readonly host: string; readonly port: number },
  listener: RequestListener,
): Promise<LocalServer> {
  const underWay = new Set<ServerResponse>();
  let closing = false;
  // Said although it is the default: what frames a request in two ways is refused, not guessed.
  const server = createServer(
    { insecureHTTPParser: false, keepAliveTimeout: 65_000 },
    (request, response) => {
      underWay.add(response);
      response.shouldKeepAlive &&= !closing;
      response.once('close', () => {
        underWay.delete(response);
        if (closing) server.closeIdleConnections();
      });
      listener(request, response);
    },
  );
  const listening = once(server, 'listening');
  // More may wait to be accepted than the usual 511: test suites open many at once.
  server.listen({ host, port, backlog: 2048 });
  try {
    await listening;
  } catch (error) {
    throw new UserError(whyNot(error, host, port));
  }
  return {
    url: urlOf(server, host),
    get underWay() {
      return underWay.size;
    },
    async close(limit) {
      closing = true;
      for (const response of underWay) {
        // Where the head has been sent, the connection is ended once it is idle.
        if (!response.headersSent) response.shouldKeepAlive = false;
      }
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      let broken = 0;
      const timer = setTimeout(() => {
        broken = underWay.size;
        server.closeAllConnections();
      }, limit);
      await closed;
      clearTimeout(timer);
      return broken;
    },
  };
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port');
  const everywhere = host === '0.0.0.0' || host === '::' || host === '';
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${address.port}`;
}

function whyNot(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const mend = 'choose another with --port or `listen` in the configuration, 0 for any free one';
  if (code === 'EADDRINUSE') return `port ${port} is in use; stop what listens there, or ${mend}`;
  if (code === 'EACCES') return `port ${port} may not be used; ${mend}`;
  const why = error instanceof Error ? error.message : String(error);
  return `it cannot listen on ${host}, port ${port}: ${why}; name another address with --host or \`listen\` in the configuration`;
}
