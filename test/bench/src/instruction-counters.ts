import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './statistics.js';

const script = fileURLToPath(new URL('./instructions-process.js', import.meta.url));
/** `instructions-process.ts` decides as many requests in a batch. */
const batchSize = 1_000;
// One thread alone, so that nothing of another is counted.
const node = [process.execPath, '--single-threaded'];

/** A way to count the processor instructions of a decision. */
export interface InstructionCounter {
  readonly name: string;
  /** Whether it works on this machine. */
  works(): Promise<boolean>;
  /** Of one decision of an engine about a workload. Rejects where it takes more than `timeout` milliseconds. */
  count(engine: string, workload: string, timeout: number): Promise<number>;
}

/** Counts whole processes: with and without decisions, of which there have to be many to stand out of what else differs. */
const perf: InstructionCounter = {
  name: 'perf stat',
  works: () => succeeds(perfCount(['--version'], 60_000)),
  async count(engine, workload, timeout) {
    const end = Date.now() + timeout;
    const batches = 200;
    const words = [script, engine, workload, String(batches)];
    const without = await perfCount([...words, 'parse'], timeout);
    const withThem = await perfCount(words, end - Date.now());
    return (withThem - without) / (batches * batchSize);
  },
};

async function perfCount(words: readonly string[], timeout: number): Promise<number> {
  const said = await run('perf', ['stat', '-x,', '-e', 'instructions:u', ...node, ...words], timeout);
  const found = /^(\d+),.*instructions:u/m.exec(said)?.[1];
  if (found === undefined) throw new Error('perf stat counted nothing');
  return Number(found);
}

/**
 * Counts the batches of one process: `process.cpuUsage` calls `getrusage`, which nothing else does, and at each call
 * callgrind writes what it counted since the last one into a file of its own.
 */
const callgrind: InstructionCounter = {
  name: 'valgrind --tool=callgrind',
  works: () => succeeds(run('valgrind', ['--version'], 60_000)),
  async count(engine, workload, timeout) {
    const batches = 3;
    const folder = await mkdtemp(join(tmpdir(), 'cognito-iam-bench-'));
    try {
      const options = [
        '--tool=callgrind',
        `--callgrind-out-file=${join(folder, 'counted')}`,
        '--dump-before=getrusage',
        '--smc-check=all-non-file',
      ];
      await run('valgrind', [...options, ...node, script, engine, workload, String(batches)], timeout);
      // A batch ends with the last call; between two batches the next is parsed.
      const last = (await readdir(folder)).length - 1;
      const parts = Array.from({ length: batches }, (_, index) =>
        join(folder, `counted.${last - 2 * index}`),
      );
      const counts = await Promise.all(parts.map(async (file) => totalOf(await readFile(file, 'utf8'))));
      return median(counts) / batchSize;
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

function totalOf(part: string): number {
  const found = /^totals: (\d+)$/m.exec(part)?.[1];
  if (found === undefined) throw new Error('callgrind counted nothing');
  return Number(found);
}

/** The first counter that works on this machine. */
export async function instructionCounter(): Promise<InstructionCounter | undefined> {
  for (const counter of [perf, callgrind]) if (await counter.works()) return counter;
  return undefined;
}

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

/** What a command says on its error output; one that takes longer than `timeout` milliseconds is ended. */
function run(file: string, args: readonly string[], timeout: number): Promise<string> {
  if (timeout <= 0) return Promise.reject(new Error('there is no time left'));
  return new Promise((resolve, reject) => {
    execFile(file, [...args], { timeout, killSignal: 'SIGKILL' }, (error, _stdout, stderr) => {
      if (error === null) resolve(stderr);
      else reject(error);
    });
  });
}
