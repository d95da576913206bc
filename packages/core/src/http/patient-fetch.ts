import type { FetchImplementation } from 'jose';
import { messageOf } from '../errors.js';

/** The largest key set that is read, in bytes: a pool's has two keys. */
const largest = 256 * 1024;
const shortestWait = 500;
const longestWait = 30_000;

/**
 * A `fetch` for the keys of one issuer. After a failure it does not ask again at once but waits, from half a second
 * up to half a minute, so that tokens nobody can verify do not become requests to an issuer in trouble; and it reads
 * no more than a key set can need. Rejects with an error that names the address.
 */
export function patientFetch(): FetchImplementation {
  let failures = 0;
  let retryAt = 0;
  let last = '';
  return async (url, options) => {
    if (performance.now() < retryAt) throw new Error(`${last} (asked again in a moment)`);
    try {
      const response = await fetch(url, options);
      if (response.status !== 200) throw new Error(`it answers ${response.status}${refusalIn(response)}`);
      const text = await readText(response);
      failures = 0;
      return new Response(text, { status: 200, headers: { 'content-type': 'application/json' } });
    } catch (error) {
      retryAt = performance.now() + Math.min(longestWait, shortestWait * 2 ** failures++);
      last = `${url}: ${reasonOf(error)}`;
      throw new Error(last);
    }
  };
}

/** The usual trap of a mock that serves its own keys: the permission check in front of it knows no such path. */
function refusalIn({ headers }: Response): string {
  return headers.get('x-amzn-errortype')?.startsWith('UnknownOperationException') === true
    ? ', UnknownOperationException: a permission check in front refuses the path; let it pass with `pass` of `rest`'
    : '';
}

async function readText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > largest) throw new Error(`it answers more than ${largest} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** What lies behind a failure: `fetch failed` alone tells nobody that the connection was refused. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return messageOf(error);
  const { message, cause } = error;
  return cause instanceof Error && 'code' in cause ? `${message}, ${String(cause.code)}` : message;
}
