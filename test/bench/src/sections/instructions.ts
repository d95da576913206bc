import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Row, Section, Settings, Table } from '../section.js';

const script = fileURLToPath(new URL('../instructions-process.js', import.meta.url));
const decisionsMore = 2_000;
const engineNames = [
  'cognito-iam, `evaluate`',
  'cognito-iam, `bindContext`',
  'hand-written closures',
  'hand-written, bound to the user',
  '@casl/ability',
];

/** A way to count the instructions of a process: its command, and where the number stands in what it prints. */
interface Counter {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly number: RegExp;
}

// One thread alone, so that the compiler's work is in both runs.
const node = [process.execPath, '--single-threaded'];
const counters: readonly Counter[] = [
  {
    name: 'perf stat',
    command: ['perf', 'stat', '-x,', '-e', 'instructions:u', ...node],
    number: /^(\d+),.*instructions:u/m,
  },
  {
    name: 'valgrind --tool=callgrind',
    command: [
      'valgrind',
      '--tool=callgrind',
      '--callgrind-out-file=/dev/null',
      '--smc-check=all-non-file',
      ...node,
    ],
    number: /Collected : (\d+)/,
  },
];

/** Processor instructions of one decision: a figure that a busy machine does not change. */
export const instructionsSection: Section = {
  name: 'instructions',
  async measure({ quick, progress }: Settings): Promise<Table> {
    const counter = await firstThatWorks();
    const columns = quick ? ['W1'] : ['W1', 'W2', 'W3'];
    const rows: Row[] = [];
    for (const name of counter === undefined ? [] : engineNames.slice(0, quick ? 1 : undefined)) {
      const cells: Record<string, { readonly kind: 'text'; readonly text: string }> = {};
      for (const workload of columns) {
        progress.say(`${name}: instructions, ${workload}`);
        const without = await count(counter, [script, name, workload]);
        const more = await count(counter, [script, name, workload, 'more']);
        const each = Math.round((more - without) / decisionsMore);
        cells[workload] = { kind: 'text', text: each.toLocaleString('en-GB') };
      }
      rows.push({ name, cells });
    }
    return {
      section: 'instructions',
      title: 'Instructions of a decision',
      about:
        `What ${decisionsMore.toLocaleString('en-GB')} decisions more take once the code is warm, divided by their number` +
        `${counter === undefined ? '.' : `, counted by \`${counter.name}\`.`}`,
      columns,
      rows,
      notes:
        counter === undefined
          ? ['Not available: neither `perf stat` nor `valgrind` counts instructions on this machine.']
          : [],
    };
  },
};

async function firstThatWorks(): Promise<Counter | undefined> {
  for (const counter of counters) {
    try {
      await count(counter, ['--version']);
      return counter;
    } catch {
      // Not installed, or not supported here: the next one may be.
    }
  }
  return undefined;
}

function count(counter: Counter | undefined, words: readonly string[]): Promise<number> {
  if (counter === undefined) return Promise.reject(new Error('there is no counter'));
  const [file, ...args] = counter.command;
  return new Promise((resolve, reject) => {
    execFile(file, [...args, ...words], (error, _stdout, stderr) => {
      const found = counter.number.exec(stderr)?.[1];
      if (error !== null || found === undefined)
        reject(error ?? new Error(`${counter.name} counted nothing`));
      else resolve(Number(found));
    });
  });
}
