import { type Enforcement, enforcementOf, type TableRow } from '@cognito-iam/core';
import type { AppRoute, EnforcedOperation } from './app-route.js';
import type { Step } from './apps/step.js';
import { type PassedFunctions, shown } from './passed-functions.js';
import { covers, mayMeet, type PathShape } from './paths/path-shape.js';
import { readPath } from './paths/read-path.js';

/** A route as the application declares it, and what to ask to see whether it is true. */
export interface DeclaredRoute extends AppRoute {
  readonly method: string;
  readonly path: PathShape;
  readonly headers: Readonly<Record<string, string>>;
  /** Whom its requests meet; none where it is not `enforced` or `refused`. */
  readonly enforcements: readonly Enforcement[];
}

/** What the steps of an application declare: which routes there are, and what requests of each are asked for. */
export function declaredRoutes(steps: readonly Step[], passed: PassedFunctions): readonly DeclaredRoute[] {
  const routes: DeclaredRoute[] = [];
  for (const [index, step] of steps.entries()) {
    const enforced = enforcedBy(step, steps.slice(0, index), passed);
    if (enforced !== undefined) routes.push(...routesOfStep(step, enforced));
  }
  return unique(routes);
}

interface Met {
  readonly enforcements: readonly Enforcement[];
  /** The function that may answer, the last one. */
  readonly answering: unknown;
  /** A function of its own that comes before one of its own that asks. */
  readonly early: unknown;
  /** A function for errors that comes after somebody who asks, and may let a request go on that was not asked about. */
  readonly resuming: unknown;
  /** Whether somebody before it asks about some of its requests, or may do so. */
  readonly inPart: boolean;
}

/** What a request to a step meets; `undefined` where none of its functions is there to answer. */
function enforcedBy(step: Step, earlier: readonly Step[], passed: PassedFunctions): Met | undefined {
  if (step.kind === 'errors') return undefined;
  const unread = step.functions.filter((one) => enforcementOf(one) === undefined && !passed.has(one));
  // Who vouches for a name does not mean the handler of a route.
  const last = step.functions.at(-1);
  const answering = step.kind === 'route' && enforcementOf(last) === undefined ? last : unread.at(-1);
  if (answering === undefined) return undefined;
  const before = earlier.filter((one) => isMet(one, step)).flatMap((one) => reliable(one, passed));
  const own = step.functions.slice(0, step.functions.lastIndexOf(answering));
  const asking = own.filter((one) => enforcementOf(one) !== undefined);
  const [first] = unread;
  // Whoever asked before, another one asks for something else.
  const isEarly = own.indexOf(asking.at(-1)) > step.functions.indexOf(first);
  const inPart = earlier.some(
    (one) => mayMeet(one.path, step.path) && one.functions.some((each) => enforcementOf(each) !== undefined),
  );
  // One function may be met several times, as those of `route.all` are.
  const whoAsk = new Set([...before, ...asking]);
  const resuming = resumingOf(step, earlier, whoAsk, passed);
  const enforcements = [...whoAsk].flatMap((one) => enforcementOf(one) ?? []);
  return { enforcements, answering, early: isEarly ? first : undefined, resuming, inPart };
}

/** The first function for errors, that nobody vouches for, between one of those that ask and what answers. */
function resumingOf(
  step: Step,
  earlier: readonly Step[],
  asking: ReadonlySet<unknown>,
  passed: PassedFunctions,
): unknown {
  const met = [...earlier.filter((one) => mayMeet(one.path, step.path)), step].flatMap(inOrder);
  const first = met.findIndex(({ one, isForErrors }) => !isForErrors && asking.has(one));
  if (first < 0) return undefined;
  const after = met.slice(first).filter(({ isForErrors }) => isForErrors);
  return after.find(({ one }) => !passed.has(one))?.one;
}

interface MetFunction {
  readonly one: unknown;
  readonly isForErrors: boolean;
}

/** The functions of a step with those for errors among them; none of these after the last, which answers. */
function inOrder({ kind, functions, errors = [] }: Step): readonly MetFunction[] {
  return functions.flatMap((one, at) => [
    ...errors.filter(({ after }) => after === at).map(({ handler }) => ({ one: handler, isForErrors: true })),
    { one, isForErrors: kind === 'errors' },
  ]);
}

/** Whether every request to `step` has met `earlier` before. */
function isMet(earlier: Step, step: Step): boolean {
  const sameScope = earlier.scope === undefined || earlier.scope === step.scope;
  const sameMethod = earlier.method === 'ALL' || earlier.method === step.method;
  // What not every request has, such as a host.
  const anyRequest = Object.keys(earlier.headers ?? {}).length === 0 || earlier.scope === step.scope;
  return (
    sameScope && sameMethod && anyRequest && earlier.problem === undefined && covers(earlier.path, step.path)
  );
}

/** Who asks in an earlier step, before a function that might skip the rest of it. */
function reliable({ functions }: Step, passed: PassedFunctions): readonly unknown[] {
  const end = functions.findIndex((one) => enforcementOf(one) === undefined && !passed.has(one));
  return (end < 0 ? functions : functions.slice(0, end)).filter((one) => enforcementOf(one) !== undefined);
}

function routesOfStep(step: Step, met: Met): readonly DeclaredRoute[] {
  const { method, path, headers = {} } = step;
  const below = step.kind === 'use' && path.rest === 'any' && !path.text.endsWith('*');
  const text = below ? `${path.text.replace(/\/$/, '')}/*` : path.text;
  const route = { name: `${method} ${text}`, method, path, headers, operations: [], enforcements: [] };
  const { enforcements, early, resuming } = met;
  if (step.problem !== undefined) return [{ ...route, state: 'unknown', problem: step.problem }];
  const [first] = enforcements;
  if (first === undefined) return [{ ...route, ...unguarded(step, met) }];
  if (early !== undefined) {
    const problem = `\`${shown(early)}\` comes before its guard, and could answer; name it in \`middleware\` if it does not`;
    return [{ ...route, state: 'unknown', problem }];
  }
  if (resuming !== undefined) {
    const problem = `after an error, \`${shown(resuming)}\` could let a request go on that its guard did not; name it in \`middleware\` if it never calls \`next()\` without an error`;
    return [{ ...route, state: 'unknown', problem }];
  }
  return routesBehind({ ...route, enforcements }, first, enforcements.slice(1));
}

function unguarded({ kind }: Step, { answering, inPart }: Met): Pick<AppRoute, 'state' | 'problem'> {
  if (kind === 'route') return { state: 'open', problem: inPart ? inPartProblem : 'it has no guard' };
  return {
    state: 'unknown',
    problem: `\`${shown(answering)}\` may answer; if it does not, name it in \`middleware\``,
  };
}

const inPartProblem =
  'the guards before it are not certain to be asked about all of its requests (other paths, methods, letter case)';

type Undecided = Omit<DeclaredRoute, 'state' | 'operations'>;

/** What a route behind a guard, or behind `cognitoIam` and perhaps guards, enforces. */
function routesBehind(
  route: Undecided,
  { authorizer, operation }: Enforcement,
  others: readonly Enforcement[],
): readonly DeclaredRoute[] {
  const later = others.flatMap((one) => one.operation ?? []);
  if (operation !== undefined) return [{ ...route, state: 'enforced', operations: [operation, ...later] }];
  const { pass, rows } = authorizer.routes;
  const open = later.length > 0 ? [] : pass.flatMap((entry) => passing(route, entry));
  if (open.some(({ name }) => name === route.name)) return open;
  const covering = rows.filter((row) => isRowOf(row, route));
  if (covering.length === 0) {
    const problem = 'no row of the route table covers it: every request to it is refused';
    return [...open, { ...route, state: 'refused', operations: [], problem }];
  }
  const isWide = route.method === 'ALL' || route.path.rest !== 'none' || covering.length > 1;
  return [
    ...open,
    ...covering.map((row): DeclaredRoute => {
      const operations: readonly EnforcedOperation[] = [row.operation, ...later];
      const narrow = isWide && row.path !== '/*';
      return { ...route, ...(narrow && named(row.method, row.path)), state: 'enforced', operations };
    }),
  ];
}

function passing(route: Undecided, entry: string): readonly DeclaredRoute[] {
  const path = readPath(entry, { ...tableRules, below: entry.endsWith('/') });
  if (!mayMeet(path, route.path)) return [];
  const problem = `the route table lets \`${entry}\` pass`;
  const open = { ...route, state: 'open', operations: [], enforcements: [], problem } as const;
  const whole = route.path.rest === 'none' || covers(path, route.path);
  return [whole ? open : { ...open, ...named(route.method, path.rest === 'any' ? `${entry}*` : entry) }];
}

function isRowOf(row: TableRow, { method, path }: Undecided): boolean {
  const sameMethod =
    row.method === '*' ||
    method === 'ALL' ||
    row.method === method ||
    (method === 'HEAD' && row.method === 'GET');
  return sameMethod && mayMeet(readPath(row.path, tableRules), path);
}

const tableRules = { sensitive: true, strict: false, asterisk: 'any' } as const;

function named(method: string, path: string): Pick<DeclaredRoute, 'name' | 'method' | 'path'> {
  return { name: `${method} ${path}`, method, path: readPath(path, tableRules) };
}

/** Several functions may be the same route to whoever asks what it enforces. */
function unique(routes: readonly DeclaredRoute[]): readonly DeclaredRoute[] {
  const seen = new Map<string, DeclaredRoute>();
  for (const route of routes) {
    const key = JSON.stringify([route.name, route.state, route.operations, route.problem, route.headers]);
    if (!seen.has(key)) seen.set(key, route);
  }
  return [...seen.values()];
}
