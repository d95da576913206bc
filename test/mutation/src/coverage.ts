import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Host } from './hosts.js';
import { runNumber } from './instrument.js';
import type { Mutant } from './mutants.js';
import { root, sources, testFiles, testFolderOf } from './sources.js';

/** A test file, how long it takes in milliseconds, and the numbers of the statements that it runs. */
interface Covering {
  readonly test: string;
  readonly took: number;
  readonly runs: readonly number[];
}

const kept: string = join(root, 'test/mutation/results/coverage.json');

/** Which tests run a mutant, the quickest first. */
export class Coverage {
  readonly #files: readonly string[] = sources();
  readonly #tests: readonly { readonly test: string; readonly took: number; readonly runs: Set<number> }[];

  private constructor(all: readonly Covering[]) {
    this.#tests = all.map((one) => ({ ...one, runs: new Set(one.runs) })).sort((a, b) => a.took - b.took);
  }

  /** Runs every test file once, unless that was done for this digest before. */
  static async of(digest: string, note: (text: string) => void): Promise<Coverage> {
    if (existsSync(kept)) {
      const known: { digest: string; all: Covering[] } = JSON.parse(readFileSync(kept, 'utf8'));
      if (known.digest === digest) return new Coverage(known.all);
    }
    const all = await measure(note);
    mkdirSync(join(kept, '..'), { recursive: true });
    writeFileSync(kept, JSON.stringify({ digest, all }));
    return new Coverage(all);
  }

  /** The tests of its layer that run a mutant, and how long they take together, in milliseconds. */
  testsOf({ file, runsWith }: Mutant): { readonly tests: readonly string[]; readonly took: number } {
    const number = runNumber(this.#files.indexOf(file), runsWith);
    const layer = testFolderOf(file);
    const those = this.#tests.filter(({ test, runs }) => test.startsWith(layer) && runs.has(number));
    return { tests: those.map(({ test }) => test), took: those.reduce((sum, { took }) => sum + took, 0) };
  }
}

async function measure(note: (text: string) => void): Promise<readonly Covering[]> {
  const all: Covering[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'mutation-'));
  const host = new Host({ MUTATION_RUNS: folder });
  const telling = sources();
  try {
    for (const test of testFiles()) {
      note(`What does ${test} run?`);
      const outcome = await host.run({ tests: [test], telling }, 600_000);
      if (outcome === undefined || outcome.failed !== undefined)
        throw new Error(`${test} fails without mutants.`);
      const [file = ''] = readdirSync(folder);
      const runs: readonly number[] = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      rmSync(join(folder, file));
      all.push({ test, took: outcome.took[0] ?? 0, runs });
    }
  } finally {
    host.close();
    rmSync(folder, { recursive: true });
  }
  return all;
}
