import { describe, expect, test } from 'vitest';
import { catalog } from '../../src/cognito/catalog.js';
import type { Caller } from '../../src/cognito/principal.js';
import { anonymousPrincipal } from '../../src/cognito/principal-of-entry.js';
import { decisionCache, noDecisionCache } from '../../src/http/decision-cache.js';
import { directory } from './authorizer-fixture.js';

const callerOf = (arn: string): Caller => ({
  principal: { ...anonymousPrincipal, arn },
  policies: directory.anonymous.policies,
});
const alice = callerOf('alice');
const bob = callerOf('bob');
const getUser = catalog.operation('AdminGetUser');
const listUsers = catalog.operation('ListUsers');
const answer = { some: 'answer' };
const cacheOf = (limits = {}) =>
  decisionCache<object>({ principals: 10, decisionsPerPrincipal: 10, ...limits });

describe('decisionCache', () => {
  test('the answer given last is forgotten with the others, and replaced with them', () => {
    const cache = cacheOf();
    const ask = () => cache.get(alice, getUser, 'one');
    const given = (what: object) => {
      cache.set(alice, getUser, 'one', what);
      return [ask(), ask()];
    };
    const other = { another: 'answer' };
    expect(given(answer)).toEqual([answer, answer]);
    expect(given(other)).toEqual([other, other]);
    cache.invalidate('alice');
    expect(ask()).toBeUndefined();
    given(answer);
    cache.clear();
    expect(ask()).toBeUndefined();
    given(answer);
    expect(cache.get(bob, getUser, 'one')).toBeUndefined();
    expect(cache.get(alice, listUsers, 'one')).toBeUndefined();
    expect(cache.get(alice, getUser, 'two')).toBeUndefined();
    expect(cache.counters.hits).toBe(8);
  });

  test('gives back what was put in, for that caller, operation and resource alone', () => {
    const cache = cacheOf();
    cache.set(alice, getUser, 'one', answer);
    expect(cache.get(alice, getUser, 'one')).toBe(answer);
    expect(cache.get(alice, getUser, 'two')).toBeUndefined();
    expect(cache.get(alice, listUsers, 'one')).toBeUndefined();
    expect(cache.get(bob, getUser, 'one')).toBeUndefined();
    expect(cache.get(callerOf('alice'), getUser, 'one')).toBeUndefined();
    cache.bypass();
    expect(cache.counters).toEqual({ hits: 1, misses: 1, bypassed: 1, size: 1 });
  });

  test('no caller pushes out what was decided for another', () => {
    const cache = cacheOf({ decisionsPerPrincipal: 2 });
    cache.set(bob, getUser, 'one', answer);
    for (let index = 0; index < 50; index++) cache.set(alice, getUser, `resource ${index}`, answer);
    expect(cache.get(bob, getUser, 'one')).toBe(answer);
    expect(cache.counters).toMatchObject({ size: 3 });
  });

  test.each([1, 2, 7, 100])('never holds more than %d for a caller', (decisionsPerPrincipal) => {
    const cache = cacheOf({ decisionsPerPrincipal });
    for (let index = 0; index < 40; index++) {
      for (const operation of catalog.operations.values()) {
        cache.set(alice, operation, `resource ${index % 3}`, answer);
        expect(cache.get(alice, operation, `resource ${index % 3}`)).toBe(answer);
        expect(cache.counters.size).toBeLessThanOrEqual(decisionsPerPrincipal);
      }
    }
    // Counted by what it answers, whatever it says of itself.
    let held = 0;
    for (let index = 0; index < 3; index++) {
      for (const operation of catalog.operations.values()) {
        if (cache.get(alice, operation, `resource ${index}`) !== undefined) held++;
      }
    }
    expect(held).toBe(cache.counters.size);
  });

  test('does not keep what was decided on a resource whose name is longer than that of any pool', () => {
    const cache = cacheOf();
    for (const length of [256, 257, 2048]) cache.set(alice, getUser, 'r'.repeat(length), answer);
    expect(cache.get(alice, getUser, 'r'.repeat(256))).toBe(answer);
    expect(cache.get(alice, getUser, 'r'.repeat(257))).toBeUndefined();
    expect(cache.counters).toMatchObject({ misses: 1, bypassed: 2, size: 1 });
  });

  test('never holds more callers than it may, and lets go of those not heard of for longest', () => {
    const cache = cacheOf({ principals: 2 });
    for (const caller of [alice, bob]) cache.set(caller, getUser, 'one', answer);
    cache.get(alice, getUser, 'one');
    cache.set(callerOf('carol'), getUser, 'one', answer);
    expect(cache.get(alice, getUser, 'one')).toBe(answer);
    expect(cache.get(bob, getUser, 'one')).toBeUndefined();
    expect(cache.counters.size).toBe(2);
  });

  test('forgets every caller of a principal, or all', () => {
    const cache = cacheOf();
    for (const caller of [alice, callerOf('alice'), bob]) cache.set(caller, getUser, 'one', answer);
    cache.invalidate('alice');
    expect(cache.counters.size).toBe(1);
    expect(cache.get(bob, getUser, 'one')).toBe(answer);
    cache.clear();
    expect(cache.counters.size).toBe(0);
  });

  test('none remembers nothing, and counts', () => {
    const cache = noDecisionCache();
    cache.bypass();
    expect(cache.get(alice, getUser, 'one')).toBeUndefined();
    expect(cache.counters).toEqual({ hits: 0, misses: 0, bypassed: 1, size: 0 });
  });
});
