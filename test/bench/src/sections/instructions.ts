import { type InstructionCounter, instructionCounter } from '../instruction-counters.js';
import type { Cell, Row, Section, Settings, Table } from '../section.js';

/** Of what a process that failed says, in characters. */
const longestReason = 200;
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

/** Processor instructions of one decision: a figure that a busy machine does not change. */
export const instructionsSection: Section = {
  name: 'instructions',
  async measure({ quick, progress }: Settings): Promise<Table> {
    const counter = await instructionCounter();
    const columns = quick ? ['W1'] : ['W1', 'W2', 'W3'];
    const minutes = quick ? mostMinutesQuick : mostMinutes;
    const end = Date.now() + minutes * 60_000;
    const names = counter === undefined ? [] : engineNames.slice(0, quick ? 1 : undefined);
    const rows = names.map((name) => ({ name, cells: new Map<string, Cell>() }));
    let late = 0;
    const failures: string[] = [];
    // A workload with all engines, then the next: where time is short, the first is whole.
    for (const workload of columns) {
      for (const { name, cells } of rows) {
        progress.say(`${name}: instructions, ${workload}`);
        const each = await instructionsOf(counter, name, workload, end);
        if (each === 'not in time') late++;
        else if (typeof each === 'string') failures.push(`not counted: ${name}, ${workload}: ${each}`);
        cells.set(workload, { kind: 'text', text: textOf(each) });
      }
    }
    return {
      section: 'instructions',
      title: 'Instructions of a decision',
      about:
        'What a decision takes of the processor once the code is warm' +
        `${counter === undefined ? '.' : `, counted by \`${counter.name}\`.`}`,
      columns,
      rows: rows.map(({ name, cells }): Row => ({ name, cells: Object.fromEntries(cells) })),
      notes: [
        ...(counter === undefined
          ? ['Not available: neither `perf stat` nor `valgrind` counts instructions on this machine.']
          : []),
        ...(late === 0 ? [] : [`${late} not counted: the section ends after ${minutes} minutes.`]),
        ...failures,
      ],
    };
  },
};

function textOf(each: number | string): string {
  if (typeof each === 'number') return each.toLocaleString('en-GB');
  return each === 'not in time' ? each : 'not counted';
}

/** What a decision takes, or why it was not counted: `not in time` where the end came first. */
async function instructionsOf(
  counter: InstructionCounter | undefined,
  engine: string,
  workload: string,
  end: number,
): Promise<number | string> {
  if (counter === undefined) return 'there is no counter';
  const timeout = end - Date.now();
  if (timeout <= 0) return 'not in time';
  try {
    return Math.round(await counter.count(engine, workload, timeout));
  } catch (error) {
    return Date.now() < end ? String(error).slice(0, longestReason) : 'not in time';
  }
}
