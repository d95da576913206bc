import { describe, expect, test } from 'vitest';
import { loaded, names } from './loaded.js';
import type { Known } from './requests.js';
import { bodyLimit } from './soak-cases.js';
import { Wire } from './wire.js';

const { subject, requests, serves, isAsBefore } = await loaded();

const kinds = ['allowed', 'denied', 'public', 'malformed', 'allowed'] as const;
const mixed = (count: number): readonly Known[] =>
  Array.from({ length: count }, (_, index) => requests.next(kinds[index % kinds.length] ?? 'allowed'));
const textOf = (all: readonly Known[]) => all.map(({ text }) => text).join('');

/** Reads the answers to `expected` in their order; gives how many came before the connection ended. */
async function answers(wire: Wire, expected: readonly Known[]): Promise<number> {
  for (const [index, { status, holds }] of expected.entries()) {
    const answer = await wire.answer();
    if (answer === undefined) return index;
    expect(answer).toEqual({ status, body: expect.stringContaining(holds) });
  }
  return expected.length;
}

describe.each(names)('%s', (name) => {
  const port = subject.port(name);

  test('answers 200 requests on each of five connections in their order, sent at once', async () => {
    await serves(name);
    const before = await subject.measure();
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        const wire = await Wire.to(port);
        const sent = mixed(200);
        const sending = wire.send(textOf(sent));
        expect(await answers(wire, sent)).toBe(200);
        await sending;
        wire.reset();
      }),
    );
    await isAsBefore(before);
  });

  test('answers them in their order when they are cut anywhere', async () => {
    const wire = await Wire.to(port);
    const sent = mixed(40);
    const bytes = Buffer.from(textOf(sent));
    const reading = answers(wire, sent);
    for (let at = 0; at < bytes.length; at += 97) await wire.send(bytes.subarray(at, at + 97));
    expect(await reading).toBe(40);
    wire.reset();
  });

  test('swallows none after a body above the limit: it answers in order, or ends the connection', async () => {
    const filling = 'x'.repeat(4 * bodyLimit);
    const tooLarge: Known = {
      text: requests.head(filling.length) + filling,
      status: 400,
      holds: 'RequestEntityTooLargeException',
    };
    const wire = await Wire.to(port);
    const sent = [...mixed(5), tooLarge, ...mixed(5), tooLarge, ...mixed(5)];
    const sending = wire.send(textOf(sent));
    expect(await answers(wire, sent)).toBeGreaterThanOrEqual(6);
    wire.reset();
    await sending;
    await serves(name);
  });

  test('takes nothing of a body above the limit for a request', async () => {
    const hidden = requests.next('allowed');
    // Where it ends is a boundary at which a reader that stopped at the limit could go on.
    const filling = 'x'.repeat(bodyLimit) + hidden.text.repeat(200);
    const wire = await Wire.to(port);
    const last = requests.next('allowed');
    const sending = wire.send(requests.head(filling.length) + filling + last.text);
    expect(await wire.answer()).toEqual({
      status: 400,
      body: expect.stringContaining('RequestEntityTooLargeException'),
    });
    const next = await wire.answer();
    if (next !== undefined) expect(next).toEqual({ status: 200, body: expect.stringContaining(last.holds) });
    wire.reset();
    await sending;
  });
});
