import type { HttpRequest } from './request.js';

/** What only the server knows of a client. Asked while a request is decided: what throws here is a refusal. */
export interface FetchClient {
  /** The client's address, where it is known. */
  sourceIp(): string | undefined;
  /** Whether the client's connection is TLS. */
  secure(): boolean;
}

/**
 * A request of the Fetch standard as an {@link HttpRequest}, its body read to the end, or until it exceeds
 * `bodyLimit`. Never rejects: a body that cannot be read is an `Error`. For authors of adapters.
 * https://fetch.spec.whatwg.org/#request-class
 */
export async function fetchRequest(
  request: Request,
  bodyLimit: number,
  client: FetchClient,
): Promise<HttpRequest & { readonly body: Uint8Array<ArrayBuffer> | Error }> {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    url: pathname + search,
    headers: Object.fromEntries(request.headers),
    body: await readBody(request, bodyLimit),
    get sourceIp() {
      return client.sourceIp();
    },
    get secure() {
      return client.secure();
    },
  };
}

async function readBody(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer> | Error> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    const reader = request.body?.getReader();
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
      length += part.value.byteLength;
      // The stream is left alone, not cancelled: on Node that would end the connection before the answer is sent.
      if (length > limit) return Object.assign(new RangeError('the body is too large'), { status: 413 });
      chunks.push(part.value);
    }
  } catch (error) {
    return error instanceof Error ? error : new TypeError(String(error));
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}
