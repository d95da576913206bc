import { engines } from '../engines/engines.js';
import { type Contest, interleave } from '../interleave.js';
import type { Cell, Row, Section, Settings, Table } from '../section.js';
import { measure, ratio } from '../statistics.js';
import { workloadNames } from '../workload.js';

const baseline = '@casl/ability';
const control = 'control: `evaluate` once more';

/** Decisions a second of every engine about every workload. */
export const enginesSection: Section = {
  name: 'engines',
  async measure(settings: Settings): Promise<Table> {
    const contests: [string, Contest][] = [];
    for (const workload of workloadNames) {
      const contestants = engines.map(({ name }) => ({ name, words: ['decide', name, workload] }));
      const [first] = contestants;
      if (first !== undefined) contestants.push({ ...first, name: control });
      contests.push([workload, await interleave(contestants, settings.rounds, settings.progress)]);
    }
    return {
      section: 'engines',
      title: 'Decisions a second',
      about:
        'Every engine answers all 150 requests rightly before it is timed; requests are parsed anew for every batch. ' +
        `× is the ratio to ${baseline} in the same rounds. W1: 3 statements; W2: 25 with conditions; W3: 1,000.`,
      columns: workloadNames.flatMap((workload) => [workload, `× ${workload}`]),
      rows: [...engines.map(({ name }) => name), control].map((name) => rowOf(name, contests)),
      notes: [
        ...engines.map(({ name, note }) => `${name}: ${note}`),
        ...contests.flatMap(([workload, { failures }]) =>
          [...failures].map(([name, failure]) => `not timed: ${name}, ${workload}: ${failure}`),
        ),
      ],
    };
  },
};

function rowOf(name: string, contests: readonly [string, Contest][]): Row {
  const cells: Record<string, Cell> = {};
  for (const [workload, { measures }] of contests) {
    const own = measures.get(name);
    const other = measures.get(baseline);
    if (own === undefined) continue;
    cells[workload] = { kind: 'perSecond', measure: measure(own.samples.map((sample) => 1e9 / sample)) };
    if (other !== undefined) {
      cells[`× ${workload}`] = { kind: 'ratio', measure: ratio(other.samples, own.samples) };
    }
  }
  return { name, cells };
}
