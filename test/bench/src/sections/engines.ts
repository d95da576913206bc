import { engines } from '../engines/engines.js';
import { ours, oursBound } from '../engines/ours.js';
import { type Contest, interleave } from '../interleave.js';
import type { Cell, Row, Section, Settings, Table } from '../section.js';
import { measure, ratio } from '../statistics.js';
import { workloadNames } from '../workload.js';

const baseline = '@casl/ability';
const control = 'control: `evaluate` once more';

/** Engines that remember something of resources, once more about unmet ones. */
const unmet: readonly (readonly [name: string, engine: string])[] = [ours, oursBound].map(({ name }) => [
  `${name}, unmet resources`,
  name,
]);

/** Decisions a second of every engine about every workload. */
export const enginesSection: Section = {
  name: 'engines',
  async measure(settings: Settings): Promise<Table> {
    const contests: [string, Contest][] = [];
    for (const workload of workloadNames) {
      const contestants = engines.map(({ name }) => ({ name, words: ['decide', name, workload] }));
      for (const [name, engine] of unmet)
        contestants.push({ name, words: ['decide', engine, workload, 'unmet'] });
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
      rows: [...engines.map(({ name }) => name), ...unmet.map(([name]) => name), control].map((name) =>
        rowOf(name, contests),
      ),
      notes: [
        ...engines.map(({ name, note }) => `${name}: ${note}`),
        'unmet resources: every request asks about a pool that nobody asked about before, unless a policy names the pool in full',
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
