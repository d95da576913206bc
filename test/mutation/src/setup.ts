import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, expect } from 'vitest';

/** No test of the sources as they are comes near it. */
const mostCounts = 20_000_000;

const endless = new Error('A loop that does not end.');
const ran = new Set<number>();
let counts = 0;
let failed = false;

Object.assign(globalThis, {
  mutation: {
    count() {
      if (++counts > mostCounts) throw endless;
    },
    runs(statement: number) {
      ran.add(statement);
    },
  },
});

// The same inputs every time, so that a mutant's fate is the same; and one failure is enough.
fc.configureGlobal({ seed: 1, endOnFailure: true });

// The first failure is enough. Vitest's own `bail` may reach into the next run.
beforeEach(({ skip }) => {
  counts = 0;
  if (failed) skip();
});

afterEach(({ task }) => {
  failed ||= task.result?.state === 'fail' || counts > mostCounts;
  // What is tested may have caught it.
  if (counts > mostCounts) throw endless;
});

afterAll(() => {
  const folder = process.env['MUTATION_RUNS'];
  const { testPath } = expect.getState();
  if (folder === undefined || testPath === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${testPath.replace(/\W/g, '-')}.json`), JSON.stringify([...ran]));
});
