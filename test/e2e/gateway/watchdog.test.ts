import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CognitoLocal } from '../../../packages/cli/src/gateway/upstream/cognito-local.js';
import { eventually } from './subject.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watchdog-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));

test('an emulator that lives and answers nothing is ended and started again', async () => {
  const events: { state: string; message: string }[] = [];
  const emulator = new CognitoLocal({
    folder,
    issuerDomain: 'http://127.0.0.1:9230',
    changed: (event) => events.push(event),
    log: () => undefined,
    watchdog: { interval: 100, limit: 1_000, failures: 2 },
  });
  await emulator.start();
  try {
    const first = emulator.pid;
    if (first === undefined) throw new Error('it has no process');
    // Answers are noticed: it is left alone for many intervals.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(events.map(({ state }) => state)).toEqual(['up']);

    process.kill(first, 'SIGSTOP');
    await eventually(() => events.length >= 4, 60_000);
    expect(events.map(({ state }) => state)).toEqual(['up', 'restarting', 'restarting', 'up']);
    expect(events[1]?.message).toMatch(
      /^cognito-local has answered nothing for \d+\.\d s: ending process \d+$/,
    );
    expect(emulator.pid).not.toBe(first);
    expect(() => process.kill(first, 0)).toThrow('ESRCH');
    expect(emulator.problem).toBeUndefined();
  } finally {
    await emulator.stop();
  }
}, 120_000);
