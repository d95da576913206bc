import { fileURLToPath } from 'node:url';
import { createVitest, type Vitest } from 'vitest/node';
import { countLoops, tellRuns } from './instrument.js';
import type { Replacement } from './operators.js';

const root: string = fileURLToPath(new URL('../../..', import.meta.url));

/** What a host is asked: to run test files until one fails, with a mutant, or telling which statements run. */
export interface Task {
  readonly tests: readonly string[];
  readonly mutant?: Replacement & { readonly file: string };
  /** The sources that tell, in the order of their numbers. */
  readonly telling?: readonly string[];
}

/** What became of a task: the first test file that fails, or how long each took in milliseconds. */
export interface Outcome {
  readonly failed: string | undefined;
  readonly took: readonly number[];
}

/** Tests of volume take as long as all others, and notice little that these do not. */
const notVolume = /^(?!.*(very many|is what the generator makes))/;

let task: Task = { tests: [] };

function sourceOf(path: string, code: string): string | undefined {
  const file = path.slice(root.length);
  if (/^packages\/core\/test\/.*\.test\.ts$/.test(file)) return fewerRuns(code);
  const number = task.telling?.indexOf(file) ?? -1;
  if (number >= 0) return tellRuns(code, number);
  if (!/^packages\/core\/src\/(policy|cognito)\//.test(file) || file.endsWith('.data.ts')) return undefined;
  return countLoops(code, task.mutant?.file === file ? task.mutant : undefined);
}

/** A tenth of the inputs for what is tested with random ones: a survivor is asked about by every test. */
function fewerRuns(code: string): string {
  return code.replace(
    /\bnumRuns: ([\d_]+)/g,
    (_, runs: string) => `numRuns: ${Math.ceil(Number(runs.replaceAll('_', '')) / 10)}`,
  );
}

async function start(): Promise<Vitest> {
  return createVitest(
    'test',
    {
      root,
      config: false,
      watch: false,
      reporters: [{}],
      include: ['packages/core/test/**/*.test.ts'],
      setupFiles: [fileURLToPath(new URL('../src/setup.ts', import.meta.url))],
      testTimeout: 600_000,
      testNamePattern: notVolume,
      pool: 'threads',
      maxWorkers: 1,
    },
    {
      ssr: { resolve: { conditions: ['@cognito-iam/source'] } },
      plugins: [
        {
          name: 'mutation',
          enforce: 'pre',
          transform: (code, id) => sourceOf(id.replace(/\?.*/, ''), code),
        },
      ],
    },
  );
}

async function run(vitest: Vitest, given: Task): Promise<Outcome> {
  const changed = [task.mutant?.file, given.mutant?.file, ...(task.telling ?? []), ...(given.telling ?? [])];
  task = given;
  for (const file of changed) if (file !== undefined) vitest.invalidateFile(root + file);
  const took: number[] = [];
  for (const test of task.tests) {
    const began = performance.now();
    const specification = vitest.getRootProject().createSpecification(root + test);
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications([specification]);
    took.push(Math.round(performance.now() - began));
    // What it knows of other files is from earlier runs.
    const module = testModules.find(({ moduleId }) => moduleId === root + test);
    if (module?.ok() !== true || unhandledErrors.length > 0) return { failed: test, took };
  }
  return { failed: undefined, took };
}

const host = await start();
process.on('message', (given: Task) => {
  run(host, given).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.('ready');
