import { expect, test } from 'vitest';
import type { UpstreamConnection } from '../../../src/gateway/upstream/upstream.js';
import { backOff, Waiting } from '../../../src/gateway/upstream/waiting.js';

const connection = { basePath: '', headers: [] } as unknown as UpstreamConnection;

test('everybody who waits goes on with what is told next, and nobody waits for ever', async () => {
  const waiting = new Waiting();
  const some = [waiting.wait(60_000), waiting.wait(60_000)];
  await expect(waiting.wait(5)).resolves.toBeUndefined();
  waiting.tell(connection);
  await expect(Promise.all(some)).resolves.toEqual([connection, connection]);
  const later = waiting.wait(60_000);
  waiting.tell(undefined);
  await expect(later).resolves.toBeUndefined();
});

test('a wait doubles, up to a limit', () => {
  expect([0, 1, 2, 3, 6, 7, 8, 5_000].map((attempt) => backOff(attempt))).toEqual([
    250, 500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000,
  ]);
  expect(backOff(3, 10, 50)).toBe(50);
});
