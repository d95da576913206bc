/** How a measured quantity goes along with another. */
export interface Slope {
  /** By least squares: how much more of `y` for one more of `x`. */
  readonly each: number;
  /** What that comes to from the first `x` to the last. */
  readonly growth: number;
}

/** The straight line through `points` by least squares; throws where there are less than three. */
export function slope(points: readonly (readonly [x: number, y: number])[]): Slope {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 3)
    throw new Error('too few points for a line');
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(points.map(([value]) => value));
  const y = mean(points.map(([, value]) => value));
  const products = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  const squares = points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  const each = products / squares;
  return { each, growth: each * (last[0] - first[0]) };
}
