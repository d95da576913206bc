import type { AppRoute } from './app-route.js';

/** A line of the table. */
export interface RouteLine {
  /** What stands in front of it: nothing, or what is wrong. */
  readonly mark: string;
  readonly route: AppRoute;
  /** What is wrong with it. */
  readonly note?: string;
}

/** An aligned table of routes and what they enforce, as text. */
export function routeTable(lines: readonly RouteLine[]): string {
  const marks = Math.max(0, ...lines.map(({ mark }) => mark.length));
  const names = Math.max(0, ...lines.map(({ route }) => route.name.length));
  return lines
    .map(({ mark, route, note }) => {
      const said = note === undefined ? enforced(route) : `${enforced(route)}; ${note}`;
      const front = marks === 0 ? '' : `${mark.padEnd(marks)} `;
      return `${front}${route.name.padEnd(names)}  ${said}`;
    })
    .join('\n');
}

/** `AdminGetUser`, or why it is none. */
function enforced({ state, operations, problem }: AppRoute): string {
  const asked = operations.join(' + ');
  return state === 'enforced' ? asked : `${state}: ${problem ?? ''}`;
}
