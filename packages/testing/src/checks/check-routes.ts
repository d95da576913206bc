import { catalog, isOperation } from '@cognito-iam/core';
import { didYouMean, requireKnown, requireNames, TestKitError } from '../kit-error.js';
import type { AppRoute, EnforcedOperation } from '../routes/app-route.js';
import { type RouteLine, routeTable } from '../routes/route-table.js';
import { type AppRoutes, requireRoutes } from '../routes/routes-of.js';
import { type Verdict, verdict } from './verdict.js';

/** What each route is expected to enforce; several operations are asked for one after the other. */
export type RouteContract = Readonly<Record<string, EnforcedOperation | readonly EnforcedOperation[]>>;

/** What `toEnforce` takes beside the contract. */
export interface EnforceOptions {
  /** Routes that are open on purpose. One that is not there, or is not open, is a failure. */
  readonly open?: readonly string[];
}

/** What `toHaveNoOpenRoutes` takes. */
export interface NoOpenRoutesOptions {
  /** Routes that are open on purpose. One that is not there, or is not open, is a failure. */
  readonly except?: readonly string[];
}

/** Whether the routes enforce what the contract says, all of them and no other. */
export function checkEnforces(
  value: unknown,
  contract: RouteContract,
  options: EnforceOptions = {},
  negated = false,
): Verdict {
  const routes = requireRoutes(value);
  refuseNegation(negated, 'toEnforce');
  requireKnown(options, ['open'], '`toEnforce`');
  const { open = [] } = options;
  requireNames(open, '`open`');
  for (const operations of Object.values(contract)) [operations].flat().forEach(requireOperation);
  const both = open.find((name) => Object.hasOwn(contract, name));
  if (both !== undefined) throw new TestKitError(`\`${both}\` is in the contract and in \`open\``);
  const lines = routes.routes.map((route) => lineOf(route, contract, open));
  const missing = [...Object.keys(contract), ...open].filter((name) => !has(routes, name));
  return verdictOf('expected the routes to enforce the contract', lines, missing, routes);
}

/** Whether somebody is asked for permission at every route but those that are open on purpose. */
export function checkNoOpenRoutes(
  value: unknown,
  options: NoOpenRoutesOptions = {},
  negated = false,
): Verdict {
  const routes = requireRoutes(value);
  refuseNegation(negated, 'toHaveNoOpenRoutes');
  requireKnown(options, ['except'], '`toHaveNoOpenRoutes`');
  const { except = [] } = options;
  requireNames(except, '`except`');
  const lines = routes.routes.map((route) => {
    const isFine = ['enforced', 'refused'].includes(route.state);
    return except.includes(route.name) ? openLine(route) : { mark: isFine ? '✓' : '✗', route };
  });
  return verdictOf(
    'expected no open routes',
    lines,
    except.filter((name) => !has(routes, name)),
    routes,
  );
}

function lineOf(route: AppRoute, contract: RouteContract, open: readonly string[]): RouteLine {
  if (open.includes(route.name)) return openLine(route);
  const expected = Object.hasOwn(contract, route.name) ? contract[route.name] : undefined;
  const named = expected === undefined ? undefined : [expected].flat().join(' + ');
  const holds = route.state === 'enforced' && named === route.operations.join(' + ');
  if (holds) return { mark: '✓', route };
  return { mark: '✗', route, note: named === undefined ? notListed : `expected ${named}` };
}

/** A route that is open on purpose. */
function openLine(route: AppRoute): RouteLine {
  if (route.state !== 'open') return { mark: '✗', route, note: notOpen };
  return { mark: '✓', route: { ...route, problem: 'on purpose' } };
}

function verdictOf(
  expectation: string,
  lines: readonly RouteLine[],
  missing: readonly string[],
  routes: AppRoutes,
): Verdict {
  const wrong = lines.filter(({ mark }) => mark === '✗');
  const holds = wrong.length === 0 && missing.length === 0 && routes.problems.length === 0;
  const absent = missing.map((name) => `there is no route \`${name}\`; ${didYouMean(name, namesOf(routes))}`);
  return verdict(holds, false, () =>
    [
      expectation,
      '',
      routeTable(lines),
      ...section('What is not so', [...absent, ...routes.problems]),
      ...section('To mend it', wrong.map(mendOf)),
    ].join('\n'),
  );
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

const notListed = 'it is not in the contract';
const notOpen = 'expected to be open';

/** The line to add, or to change. */
function mendOf({ route, note }: RouteLine): string {
  const { name, state, operations, problem = '' } = route;
  if (state === 'enforced' && note === notOpen) return `take '${name}' out of the list of open routes`;
  if (state === 'enforced') {
    const value = operations.map((one) => `'${one}'`).join(', ');
    return `if that is meant, in the contract: '${name}': ${operations.length === 1 ? value : `[${value}]`},`;
  }
  if (state === 'open') {
    return `${name}: guard(authorizer, '…', members) before its handler, or list '${name}' as open`;
  }
  if (state === 'refused') return `${name}: a row of \`rest\`: { method, path, operation }`;
  return `${name}: ${problem}`;
}

function has({ routes }: AppRoutes, name: string): boolean {
  return routes.some((route) => route.name === name);
}

function namesOf({ routes }: AppRoutes): readonly string[] {
  return routes.map(({ name }) => name);
}

function requireOperation(name: string): void {
  if (name === 'X-Amz-Target' || isOperation(name)) return;
  throw new TestKitError(`\`${name}\` is no operation; ${didYouMean(name, [...catalog.operations.keys()])}`);
}

function refuseNegation(negated: boolean, matcher: string): void {
  if (!negated) return;
  throw new TestKitError(`\`.not.${matcher}\` would pass for any fault: say what is enforced instead`);
}
