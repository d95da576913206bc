import { parentPort } from 'node:worker_threads';
import type { FuzzFault } from './target.js';
import { fuzzTargets } from './targets.js';

/** So many inputs for one target, from a seed; with `path` the one input that it leads to. */
export interface Batch {
  readonly target: string;
  readonly seed: number;
  readonly runs: number;
  readonly path: string | undefined;
}

/** What became of a batch. */
export interface BatchResult {
  readonly fault: FuzzFault | undefined;
}

/** The longest that one input may take, in milliseconds: far more than any needs, on a busy machine too. */
const slowest = 10_000;

// Each batch is answered with one message, so that whoever waits notices an input that never ends.
parentPort?.on('message', async ({ target: name, seed, runs, path }: Batch) => {
  const target = fuzzTargets.find((one) => one.name === name);
  const replay = path === undefined ? {} : { path };
  const fault = await target?.run({ seed, numRuns: runs, ...replay }, slowest);
  const result: BatchResult = { fault };
  parentPort?.postMessage(result);
});
