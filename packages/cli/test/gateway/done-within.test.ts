import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { doneWithin } from '../../src/gateway/done-within.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what is fulfilled in time is done, and no timer is left', async () => {
  expect(await doneWithin(Promise.resolve('anything'), 1_000)).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('what takes longer is not', async () => {
  const done = doneWithin(new Promise(() => undefined), 1_000);
  await vi.advanceTimersByTimeAsync(999);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await done).toBe(false);
});

test('what rejects in time rejects here, and leaves no timer either', async () => {
  await expect(doneWithin(Promise.reject(new Error('no')), 1_000)).rejects.toThrow('no');
  expect(vi.getTimerCount()).toBe(0);
});
