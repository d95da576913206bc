import { requireKnown, TestKitError } from '../kit-error.js';
import type { AppRoute } from './app-route.js';
import { readApp } from './apps/read-app.js';
import { type DeclaredRoute, declaredRoutes } from './declared-routes.js';
import { passedFunctions } from './passed-functions.js';
import { mayMeet } from './paths/path-shape.js';
import { probed, type RouteSample } from './probe.js';
import { probedElsewhere } from './probe-elsewhere.js';
import { routeTable } from './route-table.js';
import { watching } from './watched-authorizer.js';

/** What {@link routesOf} takes beside the application. */
export interface RoutesOptions {
  /**
   * Functions that stand before or beside the guards and serve nothing that needs permission, such as body parsers and
   * loggers: their names, or themselves. One that the application does not have is a failure.
   */
  readonly middleware?: readonly unknown[];
  /** By route, the request that gets as far as its guard: a path, or more of it. */
  readonly samples?: Readonly<Record<string, string | RouteSample>>;
}

/** The routes of an application, and what each enforces. Made by {@link routesOf}. */
export class AppRoutes {
  /** In the order in which they were registered. */
  readonly routes: readonly AppRoute[];
  /** What `routesOf` was told that is not so. */
  readonly problems: readonly string[];

  /** Use {@link routesOf}. */
  constructor(routes: readonly AppRoute[], problems: readonly string[]) {
    this.routes = routes;
    this.problems = problems;
  }

  /** A table: route, and what it enforces or why it does not. */
  toString(): string {
    return routeTable(this.routes.map((route) => ({ mark: '', route })));
  }
}

/**
 * Finds out which operation each route of a mounted application enforces: of Koa with `@koa/router`, Express 4 and 5,
 * Fastify 5 or Hono 4. It reads what is registered, then sends every route that has a guard a request without
 * credentials, which must be refused by that guard with its bytes. No handler behind a guard runs, and routes without
 * one get no request. Throws a {@link TestKitError} for what is no such application.
 */
export async function routesOf(app: unknown, options: RoutesOptions = {}): Promise<AppRoutes> {
  requireKnown(options, ['middleware', 'samples'], '`routesOf`');
  const { middleware = [], samples = {} } = options;
  const reading = await readApp(app);
  const { steps, harmless, ordered, send } = reading;
  const passed = passedFunctions(middleware, harmless);
  const declared = declaredRoutes(steps, passed);
  if (declared.length === 0) {
    throw new TestKitError('the application has no routes: such a test would prove nothing');
  }
  const authorizers = declared.flatMap(({ enforcements }) =>
    enforcements.map(({ authorizer }) => authorizer),
  );
  const routes = await watching(authorizers, async () => {
    const found: AppRoute[] = [];
    for (const [index, route] of declared.entries()) {
      const taker =
        ordered && isAsked(route) ? declared.slice(0, index).find((other) => takes(other, route)) : undefined;
      const sample = sampleOf(samples[route.name]);
      found.push(
        told(taker === undefined ? await probed(route, declared, send, sample) : takenBy(taker, route)),
      );
    }
    return [...found, ...(await probedElsewhere(declared, reading))];
  });
  return new AppRoutes(Object.freeze(routes), [
    ...passed.unused().map((name) => `no function \`${name}\` was met: take it out of \`middleware\``),
    ...Object.keys(samples)
      .filter((name) => !declared.some((route) => route.name === name))
      .map((name) => `there is no route \`${name}\`: take it out of \`samples\``),
  ]);
}

function sampleOf(sample: string | RouteSample | undefined): RouteSample | undefined {
  return typeof sample === 'string' ? { path: sample } : sample;
}

/** Whether there is a guard to be asked; what is open, or of which nothing can be told, stays so whatever comes before. */
function isAsked({ enforcements, state }: DeclaredRoute): boolean {
  return enforcements.length > 0 && state !== 'open' && state !== 'unknown';
}

/** Whether the handler of an open route might run in the place of another's guard. */
function takes(open: DeclaredRoute, { method, path }: DeclaredRoute): boolean {
  const sameMethod = [method, 'ALL'].includes(open.method) || method === 'ALL';
  return open.state === 'open' && sameMethod && mayMeet(open.path, path);
}

function takenBy({ name }: DeclaredRoute, route: DeclaredRoute): AppRoute {
  return {
    ...route,
    state: 'unknown',
    problem: `\`${name}\`, which is open, comes first and may take its requests`,
  };
}

function told({ name, state, operations, problem }: AppRoute): AppRoute {
  return Object.freeze({ name, state, operations, ...(problem !== undefined && { problem }) });
}

/** The routes that an assertion was given. Throws a {@link TestKitError} for anything else. */
export function requireRoutes(value: unknown): AppRoutes {
  if (value instanceof AppRoutes) return value;
  const hint = value instanceof Promise ? 'a promise: await it first' : 'something else';
  throw new TestKitError(`expected what \`await routesOf(app)\` gives, got ${hint}`);
}
