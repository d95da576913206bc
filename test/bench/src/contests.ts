import type { Contest } from './interleave.js';
import type { Cell, Row } from './section.js';
import { ratio } from './statistics.js';

/** Contests by the title of their column. */
export type TitledContests = readonly (readonly [title: string, contest: Contest])[];

/** A contestant's times, and how many times as fast as `baseline` it was in the same rounds. */
export function timesBeside(baseline: string, name: string, contests: TitledContests): Row {
  const cells: Record<string, Cell> = {};
  for (const [title, { measures }] of contests) {
    const own = measures.get(name);
    const other = measures.get(baseline);
    if (own === undefined) continue;
    cells[title] = { kind: 'nanoseconds', measure: own };
    if (other !== undefined)
      cells[`× ${title}`] = { kind: 'ratio', measure: ratio(other.samples, own.samples) };
  }
  return { name, cells };
}

/** What was not timed, and why. */
export function notTimed(contests: TitledContests): readonly string[] {
  return contests.flatMap(([title, { failures }]) =>
    [...failures].map(([name, failure]) => `not timed: ${name}, ${title}: ${failure}`),
  );
}
