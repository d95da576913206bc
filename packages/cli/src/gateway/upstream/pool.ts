import { buildConnector, Pool } from 'undici';
import { lenientConnector } from './informational.js';
import type { UpstreamConnection } from './upstream.js';

/** How long the upstream may take to begin its answer, and between two pieces of it, in milliseconds. */
const answerLimit = 120_000;

/** Kept connections to a server. More requests than connections wait for one to be free. */
export function connect(url: string, headers: readonly string[] = []): UpstreamConnection {
  const { origin, pathname } = new URL(url);
  const dispatcher = new Pool(origin, {
    connections: 256,
    // Shorter than servers keep connections: a request that goes out while the other side hangs up is lost.
    keepAliveTimeout: 3_000,
    headersTimeout: answerLimit,
    bodyTimeout: answerLimit,
    connect: lenientConnector(buildConnector({ timeout: 5_000 })),
  });
  return { dispatcher, basePath: pathname.replace(/\/+$/, ''), headers };
}
