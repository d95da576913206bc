import { describe, expect, test } from 'vitest';
import { fetchHead } from '../../src/http/fetch-head.js';

const of = (url: string, headers: Record<string, string> | [string, string][] = {}) =>
  fetchHead(new Request(url, { method: 'POST', headers }));

describe('fetchHead', () => {
  test.each([
    ['http://mock.test', '/'],
    ['http://mock.test/', '/'],
    ['https://mock.test:8443/a/b?c=d&e', '/a/b?c=d&e'],
    ['http://mock.test?a=/b', '/?a=/b'],
    ['http://mock.test/a?b#c', '/a?b'],
    ['http://mock.test/a#b?c', '/a'],
    ['http://[::1]:9000/a', '/a'],
    ['http://mock.test//other.test/a', '//other.test/a'],
    ['http://mock.test/a/../b/%2e%2e/c', '/c'],
    ['http://mock.test\\a', '/a'],
    ['data:text/plain,a?b', 'text/plain,a?b'],
  ])('the path and query of %s are %s', (url, target) => {
    expect(of(url).url).toBe(target);
  });

  test('headers are there by their names in lower case', () => {
    const { headers, method } = of('http://mock.test', { 'X-Amz-Target': 'a', Accept: 'b' });
    expect(method).toBe('POST');
    expect(headers['x-amz-target']).toBe('a');
    expect(headers['accept']).toBe('b');
    expect(headers['X-Amz-Target']).toBeUndefined();
    expect(headers['authorization']).toBeUndefined();
  });

  test('they can be listed, copied and asked for', () => {
    const { headers } = of('http://mock.test', [
      ['x-one', '1'],
      ['X-Two', '2'],
      ['x-two', '3'],
      ['set-cookie', 'a'],
      ['set-cookie', 'b'],
    ]);
    expect({ ...headers }).toEqual({ 'x-one': '1', 'x-two': '2, 3', 'set-cookie': 'a, b' });
    expect(Object.hasOwn(headers, 'x-one')).toBe(true);
    expect('x-one' in headers).toBe(true);
    expect(Object.hasOwn(headers, 'x-three')).toBe(false);
  });

  test('what is no name of a header is not there, nor is what objects inherit', () => {
    const { headers } = of('http://mock.test', { 'x-one': '1' });
    for (const name of [':authority', '', 'no name', 'constructor', '__proto__', 'toString']) {
      expect(headers[name], name).toBeUndefined();
      expect(Object.hasOwn(headers, name), name).toBe(false);
    }
    expect(Reflect.get(headers, Symbol.iterator)).toBeUndefined();
  });

  test('a header that has one of these names is there', () => {
    const { headers } = of('http://mock.test', [
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    expect(Reflect.get(headers, '__proto__')).toBe('a');
    expect(headers['constructor']).toBe('b');
  });
});
