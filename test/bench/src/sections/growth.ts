import { interleave } from '../interleave.js';
import type { Cell, Section, Settings, Table } from '../section.js';
import { type Measure, ratio } from '../statistics.js';

const engineNames = [
  'cognito-iam, `evaluate`',
  'cognito-iam, `bindContext`',
  'hand-written closures',
  'hand-written, bound to the user',
  '@casl/ability',
];
const counts = [100, 1_000, 10_000];
const kinds = new Map([
  ['other', 'other actions'],
  ['same', 'same actions'],
]);

/** Time of a decision as statements are added that match nothing. */
export const growthSection: Section = {
  name: 'growth',
  async measure({ rounds, progress }: Settings): Promise<Table> {
    const cells = new Map<string, Record<string, Cell>>(engineNames.map((name) => [name, {}]));
    const notes: string[] = [];
    for (const [which, title] of kinds) {
      // The sizes of one engine are compared with each other, so they run in turn.
      for (const engine of engineNames) {
        const contestants = counts.map((count) => ({
          name: `${engine}, ${count} on ${title}`,
          words: ['growth', engine, which, String(count)],
        }));
        const { measures, failures } = await interleave(contestants, rounds, progress);
        for (const [name, failure] of failures) notes.push(`not timed: ${name}: ${failure}`);
        const found = contestants.map(({ name }) => measures.get(name));
        Object.assign(cells.get(engine) ?? {}, cellsOf(found, title));
      }
    }
    const sizes = counts.map((count) => count.toLocaleString('en-GB'));
    return {
      section: 'growth',
      title: 'Growth',
      about:
        'Time of a decision about W1 with so many statements added that match none of its requests, on other actions or on the same ones. ' +
        '× is the time with 10,000 as a multiple of that with 100.',
      columns: [...kinds.values()].flatMap((title) => [
        ...sizes.map((size) => `${size} on ${title}`),
        `× ${title}`,
      ]),
      rows: [...cells].map(([name, own]) => ({ name, cells: own })),
      notes,
    };
  },
};

function cellsOf(found: readonly (Measure | undefined)[], title: string): Record<string, Cell> {
  const cells: Record<string, Cell> = {};
  for (const [index, taken] of found.entries()) {
    const size = counts[index]?.toLocaleString('en-GB');
    if (taken !== undefined) cells[`${size} on ${title}`] = { kind: 'nanoseconds', measure: taken };
  }
  const [first, last] = [found.at(0), found.at(-1)];
  if (first !== undefined && last !== undefined) {
    cells[`× ${title}`] = { kind: 'ratio', measure: ratio(last.samples, first.samples) };
  }
  return cells;
}
