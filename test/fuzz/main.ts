import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Batch, BatchResult } from './batch.js';
import { batchSizeAfter, faultText } from './fault-text.js';
import { fuzzTargets } from './targets.js';

const usage = `usage: npx -y pnpm@10 fuzz [target …] [--seconds 60 | --runs <inputs a target>] [--seed <number>] [--path <path>]

Feeds each target with random inputs until the time is over or the inputs are, and stops at the first fault, with the
least input that shows it and the command that shows it again.

targets: ${fuzzTargets.map(({ name }) => name).join(' ')}`;

/** A batch that takes longer, in milliseconds, holds an input that never ends. */
const patience = 180_000;

function refuse(why: string): never {
  console.error(`${why}\n\n${usage}`);
  process.exit(2);
}

function numberOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : refuse(`\`--${name}\` is a whole number`);
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        seconds: { type: 'string' },
        runs: { type: 'string' },
        seed: { type: 'string' },
        path: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    return { ...values, positionals };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const given = readArguments();
if (given.help === true) {
  console.log(usage);
  process.exit(0);
}
const unknown = given.positionals.find((name) => fuzzTargets.every((target) => target.name !== name));
if (unknown !== undefined) refuse(`there is no target \`${unknown}\``);
const names = given.positionals.length > 0 ? given.positionals : fuzzTargets.map(({ name }) => name);
const { path } = given;
if (path !== undefined && names.length !== 1) refuse('`--path` needs one target');
const runs = path === undefined ? numberOf(given.runs, 'runs') : 1;
const seconds = numberOf(given.seconds, 'seconds') ?? (runs === undefined ? 60 : Number.POSITIVE_INFINITY);
// Whoever writes an option with a sign writes `--seed=-1`.
const firstSeed = numberOf(given.seed, 'seed') ?? Math.floor(Math.random() * 2 ** 31);

const worker = new Worker(new URL('./batch.js', import.meta.url));

async function run(batch: Batch): Promise<BatchResult> {
  worker.postMessage(batch);
  const signal = AbortSignal.timeout(patience);
  const [result]: BatchResult[] = await once(worker, 'message', { signal });
  return result ?? { fault: undefined };
}

async function finish(code: number): Promise<never> {
  await worker.terminate();
  process.exit(code);
}

const start = performance.now();
const done = new Map(names.map((name) => [name, { inputs: 0, milliseconds: 0 }]));
const isOver = () => performance.now() - start >= seconds * 1000;

console.log(`seed ${firstSeed}`);
for (let seed = firstSeed; !isOver(); seed++) {
  let left = false;
  for (const [target, sum] of done) {
    const size = Math.min(batchSizeAfter(sum.inputs), (runs ?? Number.POSITIVE_INFINITY) - sum.inputs);
    if (size <= 0 || isOver()) continue;
    left = true;
    const batch: Batch = { target, seed, runs: size, path };
    const began = performance.now();
    const result = await run(batch).catch((error: unknown) =>
      error instanceof Error ? error : new Error(String(error)),
    );
    const fault = faultText(batch, result, patience);
    if (fault !== undefined) {
      console.log(fault);
      await finish(1);
    }
    sum.inputs += size;
    sum.milliseconds += performance.now() - began;
    const all = [...done.values()].reduce((inputs, one) => inputs + one.inputs, 0);
    const rate = Math.round((sum.inputs / sum.milliseconds) * 1000);
    console.log(`${target}: ${sum.inputs} inputs, ${rate} a second, seed ${seed}; ${all} in all`);
  }
  if (!left) break;
}
const unreached = [...done].filter(([, { inputs }]) => inputs === 0).map(([name]) => name);
console.log(
  unreached.length === 0 ? 'no fault' : `no fault; the time was over before: ${unreached.join(' ')}`,
);
await finish(0);
