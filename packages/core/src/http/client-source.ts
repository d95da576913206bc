import type { HttpRequest } from './request.js';

/** What an adapter's options know of the client. What these throw is a refusal, where the decision needs the client. */
export interface ClientSource {
  /** The client's address, where it is known. Asked once for each request, before it is decided. */
  sourceIp(): string | undefined;
  /** Whether the client's connection is TLS. Asked once, too. */
  secure(): boolean;
}

/**
 * A request with what is known of its client now: a connection that is closed meanwhile has no address any more. Never
 * throws. For authors of adapters.
 */
export function withClient(
  { method, url, headers, body }: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>,
  source: ClientSource,
): HttpRequest {
  try {
    return { method, url, headers, body, sourceIp: source.sourceIp(), secure: source.secure() };
  } catch (error) {
    const fail = (): never => {
      throw error;
    };
    // V8 makes a shape of its own for each object that is written with getters: too dear where nothing is thrown.
    return Object.defineProperties(
      { method, url, headers, body, sourceIp: undefined, secure: false },
      {
        sourceIp: { get: fail },
        secure: { get: fail },
      },
    );
  }
}
