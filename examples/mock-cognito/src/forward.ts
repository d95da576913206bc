import { Agent, type IncomingMessage, request as openRequest } from 'node:http';

/** A request to hand on, body and headers as they arrived. */
export interface ForwardedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array | string | undefined;
}

/** The way to the emulator. */
export interface Forwarder {
  /** Sends the request on and resolves with the answer, its body unread; rejects where none comes. */
  forward(request: ForwardedRequest): Promise<IncomingMessage>;
  close(): void;
}

/** Headers that belong to one connection and are never handed on. https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const connectionHeaders: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const answerLimit = 60_000;

/** Forwards to one origin over kept connections. */
export function createForwarder(origin: string): Forwarder {
  const agent = new Agent({ keepAlive: true });
  return {
    forward: ({ method, url, headers, body }) =>
      new Promise((resolve, reject) => {
        const length = body === undefined ? 0 : Buffer.byteLength(body);
        const outgoing = openRequest(new URL(origin), {
          agent,
          method,
          path: url,
          headers: { ...endToEnd(headers), host: new URL(origin).host, 'content-length': length },
          timeout: answerLimit,
        });
        outgoing.on('response', resolve);
        outgoing.on('timeout', () => outgoing.destroy(new Error('the emulator took too long to answer')));
        outgoing.on('error', reject);
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}

/** Without the headers that belong to the connection. */
export function endToEnd(headers: ForwardedRequest['headers']): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || connectionHeaders.has(name)) continue;
    kept[name] = typeof value === 'string' ? value : [...value];
  }
  return kept;
}
