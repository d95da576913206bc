import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { requestHeaders } from './forwarded-headers.js';
import { type Answered, ClientGone, relay } from './relay.js';
import { answerUnavailable, isUnsent, whyLost } from './unavailable.js';
import type { Upstream, UpstreamConnection } from './upstream/upstream.js';

/** How long a request waits for an upstream that is starting, in milliseconds: less than clients wait for answers. */
const patience = 10_000;

/**
 * What Cognito's own pages and keys are asked with. Others would be a door to something else: `TRACE` has some servers
 * send back the headers that this side adds.
 */
const passMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** What an allowed request of the API comes with. */
export interface Allowed {
  /** The bytes that were decided on. */
  readonly body: Buffer;
  /** Headers of the answer, by names in small letters, but for those that the upstream sets itself. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends allowed requests on. Neither rejects: what goes wrong is answered, and told. */
export interface Forwarder {
  /**
   * A request of the API, with the bytes that were decided on and nothing else: its path is the upstream's own, so
   * that an operation which needs no credentials opens no other door. `answered` hears the status as the answer begins;
   * where it gives a promise, the client gets the answer once that has resolved.
   */
  api(
    request: IncomingMessage,
    response: ServerResponse,
    allowed: Allowed,
    answered: Answered,
  ): Promise<void>;
  /** A request that passes unasked, streamed as it comes. */
  pass(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** Makes a {@link Forwarder}. `trouble` gets a line for every request that got no whole answer, and no client is to blame. */
export function createForwarder(upstream: Upstream, trouble: (line: string) => void): Forwarder {
  return {
    api: (request, response, allowed, answered) => forward(request, response, allowed, answered),
    pass: async (request, response) => {
      if (passMethods.has(request.method ?? '')) await forward(request, response, undefined, () => undefined);
      else response.writeHead(405, { allow: [...passMethods].join(', ') }).end();
      // What nobody reads any more would keep the connection from its next request.
      request.resume();
    },
  };

  async function forward(
    request: IncomingMessage,
    response: ServerResponse,
    allowed: Allowed | undefined,
    answered: Answered,
  ): Promise<void> {
    const unsent = (): void => {
      const message = `The upstream is not available (${upstream.state}).`;
      if (!response.headersSent) answerUnavailable(response, { status: 503, message }, allowed?.headers);
    };
    const lost = (error: unknown): void => {
      trouble(`the upstream's answer is lost: ${whyLost(error)}`);
      const message = 'The answer of the upstream is lost.';
      if (response.headersSent) response.destroy();
      else answerUnavailable(response, { status: 502, message }, allowed?.headers);
    };
    try {
      const connection = upstream.connection ?? (await upstream.whenUp(patience));
      if (connection === undefined) return unsent();
      await send(connection, request, response, allowed, answered);
    } catch (error) {
      if (error instanceof ClientGone) return;
      if (!isUnsent(error)) return lost(error);
      upstream.noteUnsent();
      // Nothing was sent, so that bytes may be sent again; a stream may have begun to flow.
      const again = allowed === undefined ? undefined : await upstream.whenUp(patience);
      if (again === undefined) return unsent();
      await send(again, request, response, allowed, answered).catch((second: unknown) => {
        if (second instanceof ClientGone) return;
        if (isUnsent(second)) unsent();
        else lost(second);
      });
    }
  }
}

function send(
  { dispatcher, basePath, headers }: UpstreamConnection,
  request: IncomingMessage,
  response: ServerResponse,
  allowed: Allowed | undefined,
  answered: Answered,
): Promise<void> {
  const { method = 'GET', url = '/', rawHeaders, socket } = request;
  const origin = {
    address: socket.remoteAddress,
    host: request.headers.host,
    protocol: 'encrypted' in socket ? ('https' as const) : ('http' as const),
  };
  const own = requestHeaders(rawHeaders, origin, allowed !== undefined);
  if (headers.length > 0) own.push(...headers);
  const path = allowed === undefined ? basePath + url : `${basePath}/`;
  const relayed = {
    method,
    path,
    headers: own,
    body: allowed?.body ?? streamOf(request),
    answer: allowed?.headers,
  };
  return relay(dispatcher, relayed, response, answered);
}

/**
 * A request that announces no body has none, which is to be said: a stream that ends at once is framed as a body. It is
 * another stream than the request, which nobody but the server may destroy if its connection is to live on.
 */
function streamOf(request: IncomingMessage): Readable | null {
  const { headers } = request;
  return headers['content-length'] === undefined && headers['transfer-encoding'] === undefined
    ? null
    : request.pipe(new PassThrough());
}
