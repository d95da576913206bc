import { describe, expect, test } from 'vitest';
import { loaded, names } from './loaded.js';
import { bodyLimit } from './soak-cases.js';
import { Wire } from './wire.js';

const { subject, requests, serves, isAsBefore } = await loaded();

const megabyte = 2 ** 20;
const openedOf = (name: string) => (count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => Wire.to(subject.port(name), index)));

/** Requests that are larger than anything that is read. */
const oversized: ReadonlyMap<string, string> = new Map([
  ['headers of a megabyte', requests.head(0).replace('Host:', `X-Filling: ${'x'.repeat(megabyte)}\r\nHost:`)],
  ['a URL of a megabyte', requests.head(0).replace('POST /', `POST /${'x'.repeat(megabyte)}`)],
  ['a gigabyte, declared', requests.head(1024 * megabyte) + ' '.repeat(megabyte)],
]);

/** Where a client goes away: after so much of an allowed request, as a share of its length. */
const phases = [0, 0.1, 0.5, 0.9, 0.99, 1];

describe.each(names)('%s', (name) => {
  const opened = openedOf(name);

  test.each([...oversized])('%s, from 20 clients: refused', async (_, text) => {
    await serves(name);
    const before = await subject.measure();
    const wires = await opened(20);
    await Promise.all(
      wires.map(async (wire) => {
        const sending = wire.send(text);
        const answer = await wire.answer();
        // Where the connection is reset before the answer has been read, the answer is lost: so it is with TCP.
        if (answer !== undefined) expect([400, 431]).toContain(answer.status);
        wire.reset();
        await sending;
      }),
    );
    await isAsBefore(before);
    await serves(name);
  });

  test('a body without end: refused at the limit, and no more than a little of it in memory', async () => {
    await serves(name);
    const before = await subject.measure();
    const wire = await Wire.to(subject.port(name));
    const chunk = `${(4 * bodyLimit).toString(16)}\r\n${' '.repeat(4 * bodyLimit)}\r\n`;
    await wire.send(requests.head() + chunk);
    expect(await wire.answer()).toEqual({
      status: 400,
      body: expect.stringContaining('RequestEntityTooLargeException'),
    });
    // 64 MB, which the server throws away where it does not end the connection.
    for (let sent = 0; sent < 256 && !wire.socket.destroyed; sent++) await wire.send(chunk);
    const { retained } = await subject.measure();
    expect(retained - before.retained).toBeLessThan(8 * megabyte);
    wire.reset();
    await isAsBefore(before);
    await serves(name);
  });

  test('clients that have said all they will: answered', async () => {
    const before = await subject.measure();
    const wires = await opened(100);
    await Promise.all(
      wires.map(async (wire, index) => {
        const { text, status, holds } = requests.next(index % 2 === 0 ? 'allowed' : 'denied');
        wire.socket.end(text);
        expect(await wire.answer()).toEqual({ status, body: expect.stringContaining(holds) });
        expect(await wire.answer()).toBeUndefined();
      }),
    );
    await isAsBefore(before);
  });

  test('clients that have said half: the connection ends', async () => {
    const before = await subject.measure();
    const wires = await opened(100);
    await Promise.all(
      wires.map(async (wire, index) => {
        const text = requests.head(bodyLimit) + '{'.padEnd(bodyLimit / 2);
        wire.socket.end(index % 2 === 0 ? text : text.slice(0, 100));
        const answer = await wire.answer();
        if (answer !== undefined) expect(answer.status).toBe(400);
        expect(await wire.answer()).toBeUndefined();
      }),
    );
    await isAsBefore(before);
  });

  test('clients that send without end and never read: no more than they may is in memory', async () => {
    await serves(name);
    const before = await subject.measure();
    const wires = await opened(5);
    // Large, since the answers repeat it three times: what the system's own buffers take is soon full.
    const body = `{"UserPoolId":"us-east-1_S","Username":"${'x'.repeat(bodyLimit / 4)}"}`;
    const text = requests.head(body.length) + body;
    // Not awaited: what the server does not read is never handed on. Were it read, the answers would be 60 MB.
    const sending = wires.map(async (wire) => {
      for (let sent = 0; sent < 250 && !wire.socket.destroyed; sent++) await wire.send(text);
    });
    await serves(name);
    const { retained } = await subject.measure();
    expect(retained - before.retained).toBeLessThan(16 * megabyte);
    await serves(name);
    for (const wire of wires) wire.reset();
    await Promise.all(sending);
    await isAsBefore(before);
  });

  test('clients that go away in any phase, 50 in each: nothing is left', async () => {
    await serves(name);
    const before = await subject.measure();
    for (const phase of phases) {
      const wires = await opened(50);
      await Promise.all(
        wires.map(async (wire, index) => {
          const { text } = requests.next(index % 2 === 0 ? 'allowed' : 'denied');
          await wire.send(text.slice(0, Math.floor(text.length * phase)));
          // Some at once, some a turn later, some when the answer begins to come.
          if (index % 3 === 1) await new Promise((resolve) => setImmediate(resolve));
          if (index % 3 === 2 && phase === 1) await wire.answer();
          if (index % 2 === 0) wire.reset();
          else wire.socket.destroy();
        }),
      );
      await serves(name);
    }
    await isAsBefore(before);
  });
});
