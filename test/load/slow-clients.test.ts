import { describe, expect, test } from 'vitest';
import { loaded, names } from './loaded.js';
import { bodyLimit } from './soak-cases.js';
import { Wire } from './wire.js';

// A minute and five in place of which the tests would rather not wait: how long Node's servers give a client to send
// its headers, and the whole request. The limits are the server's, not the adapters'.
const limits = { headersTimeout: 1_500, requestTimeout: 3_000, connectionsCheckingInterval: 250 };
const { subject, requests, serves, isAsBefore } = await loaded(limits);

const count = 100;
const opened = (name: string) =>
  Promise.all(Array.from({ length: count }, (_, index) => Wire.to(subject.port(name), index)));

/** What slow clients have sent before they send nearly nothing more. */
const beginnings: ReadonlyMap<string, string> = new Map([
  ['headers', requests.head(1000).slice(0, 120)],
  ['a body of a declared length', requests.head(bodyLimit) + '{'.padEnd(bodyLimit - 1000)],
  ['a body in chunks', `${requests.head()}8000\r\n${'{'.padEnd(0x8000)}\r\n`],
]);

describe.each(names)('%s', (name) => {
  test.each([...beginnings])(
    `%s, slowly, from ${count} clients: others are served, and it ends`,
    async (_, text) => {
      await serves(name);
      const before = await subject.measure();
      const wires = await opened(name);
      await Promise.all(wires.map((wire) => wire.send(text)));
      // Now and then a byte, as a client does that wants not to be taken for idle.
      const dripping = setInterval(() => {
        for (const wire of wires) wire.socket.write(text.includes('chunked') ? '1\r\n \r\n' : ' ');
      }, 200);
      try {
        await serves(name);
        for (const wire of wires) {
          // Node's word, which has a status and no body.
          const answer = await wire.answer();
          if (answer !== undefined) expect(answer).toEqual({ status: 408, body: '' });
          expect(await wire.answer()).toBeUndefined();
        }
      } finally {
        clearInterval(dripping);
        for (const wire of wires) wire.reset();
      }
      await isAsBefore(before);
    },
  );

  test.each([...beginnings])(`%s, slowly, from ${count} clients that give up`, async (_, text) => {
    await serves(name);
    const before = await subject.measure();
    const wires = await opened(name);
    await Promise.all(wires.map((wire) => wire.send(text)));
    await serves(name);
    for (const [index, wire] of wires.entries()) {
      if (index % 2 === 0) wire.reset();
      else wire.socket.destroy();
    }
    await isAsBefore(before);
    await serves(name);
  });
});
