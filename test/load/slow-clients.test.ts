import { describe, expect, test } from 'vitest';
import { loaded, names } from './loaded.js';
import { bodyLimit } from './soak-cases.js';
import { Wire } from './wire.js';

// A minute and five in place of which the tests would rather not wait: how long Node's servers give a client to send
// its headers, and the whole request. The limits are the server's, not the adapters'.
const limits = { headersTimeout: 1_500, requestTimeout: 3_000, connectionsCheckingInterval: 250 };
const { subject, requests, serves, isAsBefore } = await loaded(limits);

/** What slow clients have sent before they send nearly nothing more, and what they send then. */
const beginnings = [
  { text: requests.head(1000).slice(0, 120), drop: 'x' },
  { text: requests.head(bodyLimit) + '{'.padEnd(bodyLimit - 1000), drop: ' ' },
  { text: `${requests.head()}8000\r\n${'{'.padEnd(0x8000)}\r\n`, drop: '1\r\n \r\n' },
] as const;

const count = 150;

/** Clients in the midst of their headers, of a body of a declared length, and of one in chunks. */
async function begun(name: string): Promise<readonly { readonly wire: Wire; readonly drop: string }[]> {
  const beginning = async (_: unknown, index: number) => {
    const { text, drop } = beginnings[index % 3] ?? beginnings[0];
    const wire = await Wire.to(subject.port(name), index);
    await wire.send(text);
    return { wire, drop };
  };
  return Promise.all(Array.from({ length: count }, beginning));
}

describe.each(names)('%s', (name) => {
  test(`serves others beside ${count} slow clients, whose connections end`, async () => {
    await serves(name);
    const before = await subject.measure();
    const clients = await begun(name);
    // Now and then a byte, as a client sends that does not want to be taken for idle.
    const dripping = setInterval(() => {
      for (const { wire, drop } of clients) wire.socket.write(drop);
    }, 200);
    try {
      await serves(name);
      for (const { wire } of clients) {
        // Node's word, which has a status and no body, and is lost where a byte arrives after it.
        const answer = await wire.answer();
        if (answer !== undefined) expect(answer).toEqual({ status: 408, body: '' });
        expect(await wire.answer()).toBeUndefined();
      }
    } finally {
      clearInterval(dripping);
      for (const { wire } of clients) wire.reset();
    }
    await isAsBefore(before);
  });

  test(`keeps nothing of ${count} slow clients that give up`, async () => {
    const before = await subject.measure();
    const clients = await begun(name);
    await serves(name);
    for (const [index, { wire }] of clients.entries()) {
      if (index % 2 === 0) wire.reset();
      else wire.socket.destroy();
    }
    await isAsBefore(before);
    await serves(name);
  });
});
