import type { PathShape } from '../paths/path-shape.js';
import { readPath, unreadablePath } from '../paths/read-path.js';
import { call, hasMethod, listOf, memberOf } from './foreign.js';
import { byMethod } from './methods.js';
import { sendToListener } from './senders.js';
import type { AppReading, Step } from './step.js';

/** Whether it is an application of Koa. */
export function isKoa(app: unknown): boolean {
  return hasMethod(app, 'callback') && Array.isArray(memberOf(app, 'middleware'));
}

/** Reads an application of Koa, and the routers of `@koa/router` that it uses. */
export function readKoa(app: unknown): AppReading {
  const middleware = listOf(app, 'middleware');
  const routers = middleware.map((one) => memberOf(one, 'router')).filter(isRouter);
  return {
    steps: middleware.flatMap((one) => stepsOf(one)),
    ordered: true,
    harmless: new Set(middleware.filter((one) => isAllowedMethods(one, routers))),
    send: sendToListener(call(app, 'callback')),
  };
}

const everywhere: PathShape = { text: '/', segments: [], rest: 'any' };

function isRouter(router: unknown): boolean {
  return Array.isArray(memberOf(router, 'stack')) && hasMethod(router, 'match');
}

/** What `router.allowedMethods()` gave answers `OPTIONS`, and methods that a path has no route for; it has no name. */
function isAllowedMethods(middleware: unknown, routers: readonly unknown[]): boolean {
  return routers.some(
    (router) =>
      hasMethod(router, 'allowedMethods') && String(call(router, 'allowedMethods')) === String(middleware),
  );
}

function stepsOf(middleware: unknown): readonly Step[] {
  const router = memberOf(middleware, 'router');
  if (!isRouter(router)) return [{ method: 'ALL', path: everywhere, functions: [middleware], kind: 'use' }];
  return listOf(router, 'stack').flatMap((layer) => stepsOfLayer(layer, router));
}

function stepsOfLayer(layer: unknown, router: unknown): readonly Step[] {
  const functions = listOf(layer, 'stack');
  const methods = listOf(layer, 'methods').map(String);
  const named = methods.filter((method) => method !== 'HEAD' || !methods.includes('GET'));
  const all = byMethod(new Map(named.map((method) => [method, functions])));
  const host = memberOf(router, 'host');
  const step = {
    path: pathOf(layer),
    functions,
    // Of an exclusive router, a request meets one layer alone.
    scope:
      memberOf(router, 'exclusive') === true && typeof layer === 'object' && layer !== null
        ? layer
        : owner(router),
    ...(typeof host === 'string' && { headers: { host } }),
    ...(typeof host === 'object' &&
      host !== null && { problem: `its router is for the hosts ${String(host)}` }),
  };
  // Without methods it is what `router.use` was given, and met on the way to a route alone.
  if (methods.length === 0) return [{ ...step, method: 'ALL', kind: 'use' }];
  return all.map(([method]) => ({ ...step, method, kind: 'route' }));
}

function owner(router: unknown): object {
  return typeof router === 'object' && router !== null ? router : {};
}

/** What `router.use` without a path becomes, in this version and earlier ones. */
const belowUse = /(?:\(\?:\\\/\|\$\)|\(\[\^\\?\/\]\*\)|\(\.\*\))$/;

function pathOf(layer: unknown): PathShape {
  const pattern = memberOf(layer, 'path');
  const expression = memberOf(layer, 'regexp');
  if (typeof pattern !== 'string' || !(expression instanceof RegExp)) return unreadablePath(String(pattern));
  const opts = memberOf(layer, 'opts');
  // Letter case can count in a router's `use` where it does not in its routes.
  const rules = {
    sensitive: !expression.flags.includes('i'),
    strict: memberOf(opts, 'strict') === true,
    asterisk: 'some',
  } as const;
  const isUse = listOf(layer, 'methods').length === 0;
  if (isUse && belowUse.test(pattern))
    return readPath(pattern.replace(belowUse, ''), { ...rules, below: true });
  if (memberOf(opts, 'pathAsRegExp') === true) return unreadablePath(pattern);
  return readPath(pattern, { ...rules, below: memberOf(opts, 'end') === false });
}
