import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { afterEach, expect, test, vi } from 'vitest';
import { createForwarder } from '../../src/gateway/forward.js';
import type { Upstream, UpstreamConnection } from '../../src/gateway/upstream/upstream.js';

// An emulator that ends and is started again, as `CognitoLocal` has it: the connection to the first is destroyed.

const servers: Server[] = [];
const pools: Pool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.destroy()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An emulator that notes the bodies it is sent, and a pool of one connection to it. */
async function emulator(answers: boolean) {
  const taken: string[] = [];
  const url = await listening(async (request, response) => {
    taken.push((await request.toArray()).join(''));
    if (answers) response.end('done');
  });
  const pool = new Pool(url, { connections: 1 });
  pools.push(pool);
  const connection: UpstreamConnection = { dispatcher: pool, basePath: '', headers: [] };
  return { taken, connection, end: () => pool.destroy() };
}

/** A gateway in front of a first emulator that takes requests and answers none, and of the one that comes after it. */
async function restarted() {
  const first = await emulator(false);
  const second = await emulator(true);
  const upstream: Upstream = {
    description: 'an emulator',
    state: 'restarting',
    problem: undefined,
    connection: first.connection,
    start: async () => undefined,
    whenUp: async () => second.connection,
    noteUnsent: () => undefined,
    stop: async () => undefined,
  };
  const troubles: string[] = [];
  const forwarder = createForwarder(upstream, (line) => troubles.push(line));
  const url = await listening(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    await forwarder.api(request, response, { body, headers: {} }, () => undefined);
  });
  const call = async (body: string) => {
    const answer = await fetch(url, { method: 'POST', body });
    return { status: answer.status, text: await answer.text() };
  };
  return { first, second, troubles, call };
}

test('a request that an emulator took before it ended is not sent again: it may have been done', async () => {
  const { first, second, troubles, call } = await restarted();
  const answer = call('CreateUserPool');
  await vi.waitUntil(() => first.taken.length === 1);
  await first.end();
  await expect(answer).resolves.toMatchObject({
    status: 502,
    text: expect.stringContaining('InternalErrorException'),
  });
  expect(second.taken).toEqual([]);
  expect(troubles).toEqual([expect.stringMatching(/^the upstream's answer is lost: /)]);
});

test('a request that waited for its turn is, and once', async () => {
  const { first, second, call } = await restarted();
  const taken = call('CreateUserPool');
  await vi.waitUntil(() => first.taken.length === 1);
  const waiting = call('ListUsers');
  // On its way to the pool, whose only connection is taken.
  await vi.waitUntil(() => pools[0]?.stats.queued === 1);
  await first.end();
  await expect(waiting).resolves.toEqual({ status: 200, text: 'done' });
  await expect(taken).resolves.toMatchObject({ status: 502 });
  expect([first.taken, second.taken]).toEqual([['CreateUserPool'], ['ListUsers']]);
});

test('a request that comes after the end is', async () => {
  const { first, second, call } = await restarted();
  await first.end();
  await expect(call('ListUsers')).resolves.toEqual({ status: 200, text: 'done' });
  expect([first.taken, second.taken]).toEqual([[], ['ListUsers']]);
});
