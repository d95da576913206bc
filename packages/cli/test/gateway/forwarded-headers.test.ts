import { expect, test } from 'vitest';
import { requestHeaders, responseHeaders } from '../../src/gateway/forwarded-headers.js';

const origin = { address: '192.0.2.1', host: 'gateway.test', protocol: 'https' as const };

test('a request keeps its own headers, and loses those of its connection and those that Connection names', () => {
  const raw = [
    'Host',
    'a',
    'X-Own',
    '1',
    'x-own',
    '2',
    'Connection',
    'close, X-Hop',
    'X-Hop',
    '3',
    'TE',
    'gzip',
  ];
  expect(requestHeaders(raw, origin, false)).toEqual([
    ...['X-Own', '1', 'x-own', '2'],
    ...['x-forwarded-proto', 'https', 'x-forwarded-for', '192.0.2.1', 'x-forwarded-host', 'gateway.test'],
  ]);
});

test('what was decided on stays, whatever Connection names', () => {
  const raw = ['Connection', 'X-Amz-Target, Authorization', 'X-Amz-Target', 'T', 'Authorization', 'A'];
  expect(requestHeaders(raw, { ...origin, address: undefined, host: undefined }, false)).toEqual([
    ...['X-Amz-Target', 'T', 'Authorization', 'A', 'x-forwarded-proto', 'https'],
  ]);
});

test.each([
  ...[
    'X-Original-URL',
    'X-Rewrite-URL',
    'X-Original-URI',
    'X-Original-Method',
    'X-Forwarded-Prefix',
    'X-Forwarded-URI',
  ],
  ...[
    'X-Forwarded-Port',
    'X-Envoy-Original-Path',
    'X-HTTP-Method-Override',
    'X-HTTP-Method',
    'X-Method-Override',
  ],
  ...['X-Waws-Unencoded-Url', 'X-Script-Name', 'Forwarded', 'X-Emulator-Key', 'X_Original_URL'],
])('nobody sends the upstream to another path or method: %s', (name) => {
  const others = ['X-Originally', '1', 'X-Own', '2'];
  for (const api of [false, true]) {
    const headers = requestHeaders([name, '/admin', ...others], origin, api);
    expect(headers).not.toContain(name);
    expect(headers.slice(0, 4)).toEqual(others);
  }
});

test('a request of the API says in one way what its body is; any other as it did', () => {
  const raw = ['Content-Type', 'text/plain', 'Content-Length', '7', 'Content-Encoding', 'identity'];
  expect(requestHeaders(raw, origin, true).slice(0, 2)).toEqual([
    'content-type',
    'application/x-amz-json-1.1',
  ]);
  expect(requestHeaders(raw, origin, true)).not.toContain('Content-Length');
  expect(requestHeaders(raw, origin, false).slice(0, 6)).toEqual(raw);
});

test('an answer keeps each of several headers of one name, and loses those of its connection', () => {
  const answered = {
    'set-cookie': ['a', 'b', 'c'],
    'transfer-encoding': 'chunked',
    connection: 'X-Hop, close',
    'x-hop': '1',
    x: 'y',
  };
  expect(responseHeaders(answered)).toEqual([
    ...['set-cookie', 'a', 'set-cookie', 'b', 'set-cookie', 'c', 'x', 'y'],
  ]);
});

test('beside the headers of an answer stand those that it has not', () => {
  const beside = { 'access-control-allow-origin': '*', vary: 'origin' };
  expect(responseHeaders({ vary: 'accept' }, beside)).toEqual([
    ...['vary', 'accept', 'access-control-allow-origin', '*'],
  ]);
});

test('an answer without a body loses its length', () => {
  const answered = { 'content-length': '5', etag: 'a' };
  expect(responseHeaders(answered, {}, true)).toEqual(['etag', 'a']);
  expect(responseHeaders(answered)).toEqual(['content-length', '5', 'etag', 'a']);
});
