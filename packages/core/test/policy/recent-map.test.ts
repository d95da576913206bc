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

test('large values leave less room, and one that is too large is kept alone', () => {
  const map = new RecentMap<string>(100, (value) => value.length);
  for (let index = 0; index < 50; index++) {
    map.set(`${index}`, 'x'.repeat(30));
    expect(map.get(`${index}`)).toHaveLength(30);
    expect(map.size).toBeLessThanOrEqual(200);
  }
  const kept = () => Array.from({ length: 51 }, (_, index) => `${index}`).filter((key) => map.get(key));
  // Asked for in order, so that the young ones of before are old now.
  expect(kept().length).toBeLessThanOrEqual(6);
  map.set('50', 'x'.repeat(1_000));
  expect(map.get('50')).toHaveLength(1_000);
});
