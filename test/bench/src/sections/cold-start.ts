import { numberFrom } from '../child.js';
import type { Row, Section, Settings, Table } from '../section.js';
import { measure, ratio } from '../statistics.js';
import { readWorkload } from '../workload.js';

const script = new URL('../cold-start-process.js', import.meta.url);
const baseline = 'iam-simulate';
const column = 'CPU time above bare';
const starters: ReadonlyMap<string, string> = new Map([
  ['policy', '@cognito-iam/core/policy'],
  ['core', '@cognito-iam/core'],
  [baseline, '@cloud-copilot/iam-simulate'],
]);

/** CPU time from nothing to the first decision, above that of a process which only starts Node. */
export const coldStartSection: Section = {
  name: 'cold-start',
  async measure({ quick, progress }: Settings): Promise<Table> {
    const { policies, requests } = readWorkload('W2');
    const request = requests.find(({ expect }) => expect);
    const question = JSON.stringify({ policies, ...request });
    const samples = new Map<string, number[]>([...starters.keys()].map((who) => [who, []]));
    const bare: number[] = [];
    const rounds = quick ? 3 : 15;
    for (let round = 0; round < rounds; round++) {
      const start = await numberFrom(script, ['bare', question]);
      bare.push(start * 1000);
      for (const [who, taken] of samples) {
        progress.say(`${who}: start ${round + 1} of ${rounds}`);
        taken.push(((await numberFrom(script, [who, question])) - start) * 1000);
      }
    }
    const base = samples.get(baseline) ?? [];
    const rows = [...starters].map(([who, name]): Row => {
      const own = samples.get(who) ?? [];
      return {
        name,
        cells: {
          [column]: { kind: 'nanoseconds', measure: measure(own) },
          '×': { kind: 'ratio', measure: ratio(base, own) },
        },
      };
    });
    const alone: Row = {
      name: 'bare Node, its whole time',
      cells: { [column]: { kind: 'nanoseconds', measure: measure(bare) }, '×': { kind: 'text', text: '–' } },
    };
    return {
      section: 'cold-start',
      title: 'Cold start',
      about:
        'Import of what is published, reading the five policies of W2 (25 statements), first decision: user and system time of the process, less that of one in the same round which only starts Node. ' +
        `× is how many times as fast as ${starters.get(baseline)}.`,
      columns: [column, '×'],
      rows: [alone, ...rows],
      notes: [],
    };
  },
};
