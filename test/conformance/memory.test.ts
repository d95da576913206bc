import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createAuthorizer, rest, restRoutes } from '@cognito-iam/core';
import { describe, expect, test } from 'vitest';
import { adapters } from './adapters.js';
import { mint, optionsFor } from './fixture.js';
import { wireText } from './hostile-case.js';
import { listening, RawConnection } from './raw-socket.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What is still reachable, in bytes. */
async function retained(): Promise<number> {
  // Twice, with a turn in between: what a finalizer lets go of is there for the second.
  for (let times = 0; times < 2; times++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    collectGarbage();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const megabyte = 2 ** 20;
const token = await mint();
const bearer = (index: number) => `Authorization: Bearer ${index}{a*14000}`;
const signed = (index: number) =>
  `Authorization: AWS4-HMAC-SHA256 Credential=${index}{a*7000}, SignedHeaders=host, Signature=0`;
const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;

/** Requests that are never the same twice. */
const floods: readonly ((index: number) => Parameters<typeof wireText>[0])[] = [
  (index) => ({ line: 'POST / HTTP/1.1', without: ['authorization'], headers: [bearer(index)] }),
  (index) => ({ line: 'POST / HTTP/1.1', without: ['authorization'], headers: [signed(index)] }),
  (index) => ({
    line: 'POST / HTTP/1.1',
    without: ['x-amz-target'],
    headers: [`X-Amz-Target: ${index}{a*14000}`],
  }),
  (index) => ({
    line: `GET /userpools/p_${index}/users/{a*14000} HTTP/1.1`,
    without: ['x-amz-target'],
    body: '',
  }),
  (index) => ({ line: 'POST / HTTP/1.1', headers: [`User-Agent: ${index}{a*14000}`] }),
  (index) => ({
    line: 'POST / HTTP/1.1',
    body: `{"UserPoolId":"us-east-1_EXAMPLE","Username":"${index}{a*200000}"}`,
  }),
  (index) => ({
    line: 'POST / HTTP/1.1',
    body: `{"a":{"b":1},"MemberOfNobody${index}":"{a*200000}"}`,
  }),
];

describe.each(adapters)('$name', ({ app }) => {
  const serving = () =>
    listening(app(createAuthorizer(optionsFor([], { routes: rest(restRoutes), log: () => {} }))));

  test('keeps nothing of floods, nor of bodies without end', async () => {
    const server = await serving();
    const flood = async (from: number, count: number) => {
      const connection = await RawConnection.to(server);
      for (let index = from; index < from + count; index++) {
        for (const one of floods) {
          connection.send(wireText(one(index), token));
          expect([200, 400]).toContain((await connection.answer('POST'))?.status);
        }
      }
      connection.destroy();
    };
    const endless = async (count: number) => {
      const connections = await Promise.all(Array.from({ length: count }, () => RawConnection.to(server)));
      const head = {
        line: 'POST / HTTP/1.1',
        headers: ['Transfer-Encoding: chunked'],
        body: '',
        length: null,
      };
      for (const connection of connections) connection.send(`${wireText(head, token)}${chunk.repeat(20)}`);
      for (const connection of connections) {
        expect((await connection.answer('POST'))?.body).toContain('RequestEntityTooLargeException');
        connection.destroy();
      }
    };
    const unfinished = async (count: number) => {
      const connections = await Promise.all(Array.from({ length: count }, () => RawConnection.to(server)));
      const given = { line: 'POST / HTTP/1.1', body: '{a*500000}', length: 1_000_000 };
      for (const connection of connections) connection.send(wireText(given, token));
      for (const connection of connections) connection.destroy();
    };
    await flood(0, 5);
    await endless(1);
    const before = await retained();
    // Some fifty megabytes.
    await flood(5, 60);
    await endless(20);
    await unfinished(20);
    const more = async () => (await retained()) - before;
    await expect.poll(more, { timeout: 10_000 }).toBeLessThan(4 * megabyte);
    server.close();
  });
});
