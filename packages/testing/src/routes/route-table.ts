import type { AppRoute } from './app-route.js';

/** A line of the table. */
export interface RouteLine {
  /** What stands in front of it: nothing, or what is wrong. */
  readonly mark: string;
  readonly route: AppRoute;
  /** What was expected, where it is otherwise. */
  readonly expected?: string | undefined;
}

/** An aligned table of routes and what they enforce, as text. */
export function routeTable(lines: readonly RouteLine[]): string {
  const marks = Math.max(0, ...lines.map(({ mark }) => mark.length));
  const names = Math.max(0, ...lines.map(({ route }) => route.name.length));
  return lines
    .map(({ mark, route, expected }) => {
      const said = [enforced(route), ...(expected === undefined ? [] : [`expected ${expected}`])].join(', ');
      return `${mark.padEnd(marks)} ${route.name.padEnd(names)}  ${said}`.trimEnd();
    })
    .join('\n');
}

/** `AdminGetUser`, or why it is none. */
export function enforced({ state, operations, problem }: AppRoute): string {
  const asked = operations.join(' + ');
  return state === 'enforced' ? asked : `${state}: ${problem ?? ''}`;
}
