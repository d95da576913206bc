import type { Rounds } from './interleave.js';
import type { Progress } from './progress.js';
import type { Measure } from './statistics.js';

/** How thorough a run is. */
export interface Settings {
  readonly quick: boolean;
  readonly rounds: Rounds;
  readonly progress: Progress;
}

/** A figure as the tables show it: a measurement, a plain number, a text. */
export type Cell =
  | { readonly kind: 'perSecond' | 'nanoseconds' | 'ratio'; readonly measure: Measure }
  | { readonly kind: 'text'; readonly text: string };

export interface Row {
  readonly name: string;
  readonly cells: Readonly<Record<string, Cell>>;
}

/** What a part of the benchmark found out. */
export interface Table {
  readonly section: string;
  readonly title: string;
  /** What the figures mean and how they were taken, for whoever reads the table. */
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
}

/** A part of the benchmark, found by its name on the command line. */
export interface Section {
  readonly name: string;
  measure(settings: Settings): Promise<Table>;
}
