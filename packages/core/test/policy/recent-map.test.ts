import { expect, test } from 'vitest';
import { RecentMap } from '../../src/policy/recent-map.js';

test('a flood of keys leaves at most twice the capacity, and the keys in use', () => {
  const map = new RecentMap<number>(10);
  map.set('in use', 1);
  for (let index = 0; index < 10_000; index++) {
    map.set(`made up ${index}`, index);
    expect(map.get('in use')).toBe(1);
  }
  const kept = Array.from({ length: 10_000 }, (_, index) => `made up ${index}`).filter(
    (key) => map.get(key) !== undefined,
  );
  expect(kept.length).toBeLessThanOrEqual(20);
  expect(kept).toContain('made up 9999');
});

test('an overlong key is not kept', () => {
  const map = new RecentMap<number>(10);
  map.set('k'.repeat(257), 1);
  expect(map.get('k'.repeat(257))).toBeUndefined();
});
