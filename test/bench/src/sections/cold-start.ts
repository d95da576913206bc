import { numberFrom } from '../child.js';
import type { Row, Section, Settings, Table } from '../section.js';
import { measure, ratio } from '../statistics.js';
import { readWorkload } from '../workload.js';

const script = new URL('../cold-start-process.js', import.meta.url);
const baseline = 'iam-simulate';
const starters: ReadonlyMap<string, string> = new Map([
  ['policy', '@cognito-iam/core/policy'],
  ['core', '@cognito-iam/core'],
  [baseline, '@cloud-copilot/iam-simulate'],
]);

/** CPU time from nothing to the first decision. */
export const coldStartSection: Section = {
  name: 'cold-start',
  async measure({ quick, progress }: Settings): Promise<Table> {
    const { policies, requests } = readWorkload('W2');
    const request = requests.find(({ expect }) => expect);
    const question = JSON.stringify({ policies, ...request });
    const samples = new Map<string, number[]>([...starters.keys()].map((who) => [who, []]));
    const rounds = quick ? 3 : 15;
    for (let round = 0; round < rounds; round++) {
      for (const [who, taken] of samples) {
        progress.say(`${who}: start ${round + 1} of ${rounds}`);
        taken.push((await numberFrom(script, [who, question])) * 1000);
      }
    }
    const base = samples.get(baseline) ?? [];
    const rows = [...starters].map(([who, name]): Row => {
      const own = samples.get(who) ?? [];
      return {
        name,
        cells: {
          'CPU time': { kind: 'nanoseconds', measure: measure(own) },
          '×': { kind: 'ratio', measure: ratio(base, own) },
        },
      };
    });
    return {
      section: 'cold-start',
      title: 'Cold start',
      about:
        'Import, reading the five policies of W2 (25 statements), first decision: user and system time of the process, without the start of Node itself. ' +
        `× is how many times as fast as ${starters.get(baseline)}.`,
      columns: ['CPU time', '×'],
      rows,
      notes: [],
    };
  },
};
