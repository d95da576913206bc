/** A measured figure: the median of its samples, and how far they lie from it (median of the distances). */
export interface Measure {
  readonly median: number;
  readonly spread: number;
  readonly samples: readonly number[];
}

export function measure(samples: readonly number[]): Measure {
  const middle = median(samples);
  return { median: middle, spread: median(samples.map((sample) => Math.abs(sample - middle))), samples };
}

/** Round by round, so that what slows the machine down for a while slows both down. */
export function ratio(samples: readonly number[], baseline: readonly number[]): Measure {
  return measure(samples.flatMap((sample, index) => divided(sample, baseline[index])));
}

function divided(sample: number, by: number | undefined): readonly number[] {
  return by === undefined ? [] : [sample / by];
}

/** The middle of some values; `NaN` of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (upper + lower) / 2;
}
