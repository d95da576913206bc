import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Subject, startSubject } from './subject.js';

let subject: Subject;
beforeAll(async () => {
  subject = await startSubject();
});
afterAll(() => subject.stop());
beforeEach(() => {
  subject.upstream.requests.length = 0;
});

const body = '{"ClientId":"1","Username":"bob","Password":"secret"}';
const hidden =
  'POST / HTTP/1.1\r\nhost: a\r\nx-amz-target: AWSCognitoIdentityProviderService.AdminDeleteUser\r\ncontent-length: 2\r\n\r\n{}';
const head = (...lines: readonly string[]) =>
  [
    'POST / HTTP/1.1',
    'host: a',
    'x-amz-target: AWSCognitoIdentityProviderService.SignUp',
    'content-type: application/x-amz-json-1.1',
    ...lines,
    '',
    '',
  ].join('\r\n');
const length = `content-length: ${body.length}`;
const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;

test('the request that the others are made of is a good one', async () => {
  expect(await send(head(length) + body)).toMatch(/^HTTP\/1\.1 200 /);
  expect(await send(head('transfer-encoding: chunked') + chunked(body))).toMatch(/^HTTP\/1\.1 200 /);
  expect(subject.upstream.requests.map((request) => request.body)).toEqual([body, body]);
});

test.each([
  ['two lengths that differ', head(length, 'content-length: 0') + body],
  ['the same length twice', head(length, length) + body],
  ['two lengths in one line', head(`content-length: ${body.length}, ${body.length}`) + body],
  ['a length with a sign', head(`content-length: +${body.length}`) + body],
  ['a length in hexadecimal', head('content-length: 0x34') + body],
  ['a length and chunks', head(length, 'transfer-encoding: chunked') + chunked(body)],
  ['chunks and a length', head('transfer-encoding: chunked', length) + chunked(body)],
  [
    'chunks and no length, then a request',
    `${head('content-length: 6', 'transfer-encoding: chunked')}0\r\n\r\n${hidden}`,
  ],
  ['an unknown encoding', head('transfer-encoding: xchunked') + chunked(body)],
  ['chunks that come first', head('transfer-encoding: chunked, identity') + chunked(body)],
  ['a name with a blank', head('transfer-encoding : chunked', length) + chunked(body)],
  ['a line that goes on', head(length, 'x-own: a', ' transfer-encoding: chunked') + body],
  ['a line that goes on after a tab', head(length, 'x-own: a', '\tb') + body],
  ['lines that end in LF', head(length).replaceAll('\r\n', '\n') + body],
  ['one line that ends in LF', head('x-own: a\ntransfer-encoding: chunked', length) + body],
  ['a CR in a value', head('x-own: a\rtransfer-encoding: chunked', length) + body],
  ['a NUL in a value', head('x-own: a\0b', length) + body],
  ['a chunk size with a sign', `${head('transfer-encoding: chunked')}+${chunked(body)}`],
  ['a chunk that is longer than it says', `${head('transfer-encoding: chunked')}1\r\n${body}\r\n0\r\n\r\n`],
  ['chunks that end in LF', head('transfer-encoding: chunked') + chunked(body).replaceAll('\r\n', '\n')],
  ['no host', head(length).replace('host: a\r\n', '') + body],
  ['an encoded body', head(length, 'content-encoding: gzip') + body],
])('%s: refused, and nothing reaches the upstream', async (_, bytes) => {
  const answer = await send(bytes);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).not.toMatch(/HTTP\/1\.1 200/);
  expect(subject.upstream.requests).toEqual([]);
});

/** What comes back for these bytes until the connection ends, or nothing more comes. */
function send(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(subject.port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.setTimeout(1_500, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      // All the good requests are answered in one piece.
      if (text.startsWith('HTTP/1.1 200')) socket.setTimeout(300);
    });
    socket.on('error', () => undefined).on('close', () => resolve(text));
  });
}
