import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Cell, Row, Section, Settings, Table } from '../section.js';

const script = fileURLToPath(new URL('../instructions-process.js', import.meta.url));
const decisionsMore = 1_000;
/** Under `valgrind` Node alone takes a quarter of a minute to start; what is not counted by then is left out. */
const mostMinutes = 15;
const mostMinutesQuick = 4;
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
    const minutes = quick ? mostMinutesQuick : mostMinutes;
    const end = Date.now() + minutes * 60_000;
    const names = counter === undefined ? [] : engineNames.slice(0, quick ? 1 : undefined);
    const rows = names.map((name) => ({ name, cells: new Map<string, Cell>() }));
    let left = 0;
    // A workload with all engines, then the next: where time is short, the first is whole.
    for (const workload of columns) {
      for (const { name, cells } of rows) {
        progress.say(`${name}: instructions, ${workload}`);
        const each = await instructionsOf(counter, [script, name, workload], end);
        if (each === undefined) left++;
        cells.set(workload, { kind: 'text', text: each?.toLocaleString('en-GB') ?? 'not in time' });
      }
    }
    return {
      section: 'instructions',
      title: 'Instructions of a decision',
      about:
        `What ${decisionsMore.toLocaleString('en-GB')} decisions more take once the code is warm, divided by their number` +
        `${counter === undefined ? '.' : `, counted by \`${counter.name}\`.`}`,
      columns,
      rows: rows.map(({ name, cells }): Row => ({ name, cells: Object.fromEntries(cells) })),
      notes: [
        ...(counter === undefined
          ? ['Not available: neither `perf stat` nor `valgrind` counts instructions on this machine.']
          : []),
        ...(left === 0 ? [] : [`${left} not counted: the section ends after ${minutes} minutes.`]),
      ],
    };
  },
};

async function firstThatWorks(): Promise<Counter | undefined> {
  for (const counter of counters) {
    try {
      await count(counter, ['--version'], 60_000);
      return counter;
    } catch {
      // Not installed, or not supported here: the next one may be.
    }
  }
  return undefined;
}

/** What a decision takes; `undefined` where it was not counted before the end. */
async function instructionsOf(
  counter: Counter | undefined,
  words: readonly string[],
  end: number,
): Promise<number | undefined> {
  const counts: number[] = [];
  for (const more of ['', 'more']) {
    const timeout = end - Date.now();
    if (timeout <= 0) return undefined;
    try {
      counts.push(await count(counter, [...words, more], timeout));
    } catch (error) {
      if (Date.now() < end) throw error;
      return undefined;
    }
  }
  const [without = 0, withMore = 0] = counts;
  return Math.round((withMore - without) / decisionsMore);
}

/** Counts the instructions of a process; one that takes longer than `timeout` milliseconds is ended. */
function count(counter: Counter | undefined, words: readonly string[], timeout: number): Promise<number> {
  if (counter === undefined) return Promise.reject(new Error('there is no counter'));
  const [file, ...args] = counter.command;
  return new Promise((resolve, reject) => {
    execFile(file, [...args, ...words], { timeout, killSignal: 'SIGKILL' }, (error, _stdout, stderr) => {
      const found = counter.number.exec(stderr)?.[1];
      if (error !== null || found === undefined)
        reject(error ?? new Error(`${counter.name} counted nothing`));
      else resolve(Number(found));
    });
  });
}
