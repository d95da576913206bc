import { once } from 'node:events';
import type { Server } from 'node:http';
import type Koa from 'koa';

/** Starts a server on this machine alone; port 0 is any free one. Rejects where the port is in use. */
export async function listen(
  app: Koa,
  port: number,
): Promise<{ readonly server: Server; readonly url: string }> {
  const server = app.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return { server, url: `http://127.0.0.1:${address.port}/` };
}
