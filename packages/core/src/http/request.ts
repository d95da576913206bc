/** A request as an adapter hands it over, whatever the framework. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query as they arrived on the connection, before a router cut a prefix off. */
  readonly url: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /**
   * The raw body, or what a body parser before the adapter made of it; left out when there is none. An `Error`
   * stands for a body that could not be read whole; with a `status` of 413 it was too large.
   */
  readonly body?: Uint8Array | string | Readonly<Record<string, unknown>> | Error | undefined;
  /**
   * The body as it arrived, bytes or text, where a parser before the adapter left an object in `body` and kept it: what a
   * signature is verified over. Anything else counts as nothing.
   */
  readonly rawBody?: unknown;
  /** The client's address; behind a trusted proxy, the one that the proxy reports. Left out, it is unknown. */
  readonly sourceIp?: string | undefined;
  /** Whether the client's connection is TLS. */
  readonly secure: boolean;
}
