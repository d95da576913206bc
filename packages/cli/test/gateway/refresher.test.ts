import { expect, test } from 'vitest';
import { refresher } from '../../src/gateway/refresher.js';

test('runs never overlap, and whoever asks during one waits for the next', async () => {
  const ends: (() => void)[] = [];
  const subject = refresher(() => new Promise((resolve) => ends.push(resolve)));
  expect(subject.pending).toBeUndefined();
  const first = subject.refresh();
  const second = subject.refresh();
  const third = subject.refresh();
  expect(ends).toHaveLength(1);
  expect(third).toBe(second);
  expect(subject.pending).toBe(second);
  ends[0]?.();
  await first;
  await new Promise(setImmediate);
  expect(ends).toHaveLength(2);
  ends[1]?.();
  await second;
  await new Promise(setImmediate);
  expect(subject.pending).toBeUndefined();
});
