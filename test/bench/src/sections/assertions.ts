import { numberFrom } from '../child.js';
import type { Row, Section, Settings, Table } from '../section.js';
import { measure } from '../statistics.js';

const script = new URL('../assertions-process.js', import.meta.url);
const column = 'CPU time';
const kinds: ReadonlyMap<string, string> = new Map([
  ['one', '10,000 of `assertAllows` and `assertDenies`'],
  ['covered', 'the same with policy coverage recorded'],
  ['only', '100 of `assertAllowsOnly`, which asks about every action'],
]);

/** CPU time of the testing kit's assertions in a run of tests. */
export const assertionsSection: Section = {
  name: 'assertions',
  async measure({ quick, progress }: Settings): Promise<Table> {
    const samples = new Map<string, number[]>([...kinds.keys()].map((kind) => [kind, []]));
    const rounds = quick ? 3 : 15;
    for (let round = 0; round < rounds; round++) {
      for (const [kind, taken] of samples) {
        progress.say(`${kinds.get(kind)}: run ${round + 1} of ${rounds}`);
        taken.push(await numberFrom(script, [kind]));
      }
    }
    return {
      section: 'assertions',
      title: 'Assertions',
      about:
        "Assertions about a role with the five policies of W2 (25 statements), each of W2's requests in turn with a context of its own: user and system time of the loop, in a process that did nothing before.",
      columns: [column],
      rows: [...samples].map(
        ([kind, taken]): Row => ({
          name: kinds.get(kind) ?? kind,
          cells: { [column]: { kind: 'nanoseconds', measure: measure(taken) } },
        }),
      ),
      notes: [],
    };
  },
};
