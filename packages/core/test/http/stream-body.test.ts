import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { streamBody } from '../../src/http/stream-body.js';

const read = (stream: Readable, length?: number, limit = 1000) =>
  streamBody(stream, { limit, length: length === undefined ? undefined : String(length) }, Buffer.concat);

const of = (...parts: readonly (string | Uint8Array)[]) =>
  Readable.from(parts.map((part) => Buffer.from(part)));

describe('streamBody', () => {
  test('however a body is cut into pieces, it is the same bytes', async () => {
    const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 20 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.boolean(), async (parts, declared) => {
        const whole = Buffer.concat(parts);
        const found = await read(of(...parts), declared ? whole.length : undefined);
        expect(Buffer.isBuffer(found)).toBe(true);
        expect(found).toEqual(whole);
      }),
    );
  });

  test.each([
    ['declares more than the limit', of('small'), 1001],
    ['is longer than the limit', of('x'.repeat(999), 'x', 'x'), undefined],
    ['is longer than the limit, in one piece', of('x'.repeat(1001)), undefined],
  ])('a body that %s is too large', async (_, stream, length) => {
    const thrownAway = once(stream, 'end');
    expect(await read(stream, length)).toMatchObject({ status: 413 });
    await thrownAway;
  });

  test('a body as large as the limit is not', async () => {
    expect(await read(of('x'.repeat(1000)), 1000)).toHaveLength(1000);
  });

  test.each([4, 6])('5 bytes are not the %d that were declared', async (length) => {
    const body = await read(of('abc', 'de'), length);
    expect(body).toEqual(new RangeError('request size did not match content length'));
  });

  test('what goes wrong on the way is told', async () => {
    const failing = new PassThrough();
    const lost = read(failing);
    failing.write('begun');
    failing.destroy(new Error('lost'));
    expect(await lost).toEqual(new Error('lost'));

    const closed = new PassThrough();
    const left = read(closed);
    closed.write('begun');
    closed.destroy();
    expect(await left).toEqual(new Error('request aborted'));

    const aborted = new PassThrough();
    const broken = read(aborted);
    aborted.emit('aborted');
    aborted.destroy(new Error('of the connection'));
    expect(await broken).toEqual(new Error('request aborted'));
  });

  test('text, and what has been read already, is no body', async () => {
    expect(await read(of('a').setEncoding('utf8'))).toEqual(
      new TypeError('stream encoding should not be set'),
    );
    const stream = of('a');
    await read(stream);
    expect(await read(stream)).toEqual(new TypeError('stream is not readable'));
  });

  test('what is announced where there is no number has any length', async () => {
    expect(await streamBody(of('abc'), { limit: 10, length: 'many' }, Buffer.concat)).toEqual(
      Buffer.from('abc'),
    );
  });
});
