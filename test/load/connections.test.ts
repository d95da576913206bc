import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { loaded, names } from './loaded.js';
import { Wire } from './wire.js';

const { subject, requests, serves, isAsBefore } = await loaded({ keepAliveTimeout: 600_000 });

// Node raises the limit of open files to the most that is allowed; the connections have one on either side, each in a
// process of its own, and some files are open anyway.
const allowed = Number(execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' })) || 1_000_000;
const wanted = 10_000;
const count = Math.min(wanted, allowed - 500);
if (count < wanted)
  console.warn(`${count} connections in place of ${wanted}: more files may not be open here`);

const connections = async () => (await subject.measure()).connections;

// All adapters listen in one process: it has so many connections at once, and with `LOAD=full` each adapter has.
const shared = process.env['LOAD'] === 'full' ? names.map((name) => [name]) : [names];

describe.each(shared.map((among) => ({ among })))('$among', ({ among }) => {
  const name = (index: number) => among[index % among.length] ?? '';

  test(`answers on ${count} connections that are open at once, and keeps nothing of them`, async () => {
    for (const one of among) await serves(one);
    const before = await subject.measure();
    const wires: Wire[] = [];
    try {
      // So many at a time that the queue of those that wait to be accepted is not full.
      while (wires.length < count) {
        const size = Math.min(500, count - wires.length);
        const some = Array.from({ length: size }, (_, index) => Wire.to(subject.port(name(index)), index));
        wires.push(...(await Promise.all(some)));
      }
      await expect.poll(connections, { timeout: 20_000 }).toBe(count);
      const kinds = ['allowed', 'denied'] as const;
      const sent = wires.map((_, index) => requests.next(kinds[index % 2] ?? 'allowed'));
      await Promise.all(wires.map((wire, index) => wire.send(sent[index]?.text ?? '')));
      for (const [index, wire] of wires.entries()) {
        const { status, holds } = sent[index] ?? {};
        expect(await wire.answer()).toEqual({ status, body: expect.stringContaining(holds ?? '') });
      }
      expect(await connections()).toBe(count);
      for (const one of among) await serves(one);
    } finally {
      for (const wire of wires) wire.reset();
    }
    await isAsBefore(before);
  }, 120_000);
});
