import type { PathShape } from '../paths/path-shape.js';
import { mounted, type PathRules, readPath, unreadablePath } from '../paths/read-path.js';
import { hasMethod, listOf, memberOf } from './foreign.js';
import { byMethod } from './methods.js';
import { sendToListener } from './senders.js';
import type { AppReading, Step } from './step.js';

/** Whether it is an application of Express. */
export function isExpress(app: unknown): boolean {
  return typeof app === 'function' && hasMethod(app, 'handle') && hasMethod(app, 'set');
}

/** Reads an application of Express 4 or 5, and the routers that it uses. */
export function readExpress(app: unknown): AppReading {
  // In Express 4 the member `router` throws.
  const isFour = hasMethod(app, 'lazyrouter');
  const router = memberOf(app, isFour ? '_router' : 'router');
  return {
    steps: stepsOfRouter(router, root),
    ordered: true,
    harmless: new Set(isFour ? ownFunctions(router) : []),
    send: sendToListener(app),
  };
}

/** The first two that Express 4 puts into a router: they parse the query and make the request one of Express. */
function ownFunctions(router: unknown): readonly unknown[] {
  return listOf(router, 'stack')
    .slice(0, 2)
    .map((layer) => memberOf(layer, 'handle'))
    .filter((handle, index) => memberOf(handle, 'name') === ['query', 'expressInit'][index]);
}

const root: PathShape = { text: '/', segments: [], rest: 'any' };

function stepsOfRouter(router: unknown, mount: PathShape): readonly Step[] {
  return listOf(router, 'stack').flatMap((layer) => stepsOfLayer(layer, router, mount));
}

function stepsOfLayer(layer: unknown, router: unknown, mount: PathShape): readonly Step[] {
  const sensitive = memberOf(router, 'caseSensitive') === true;
  const strict = memberOf(router, 'strict') === true;
  const route = memberOf(layer, 'route');
  const below = route === undefined;
  const paths = patternsOf(layer, route).map((pattern) =>
    mounted(mount, pathOf(pattern, layer, { sensitive, strict: strict && !below, below, asterisk: 'some' })),
  );
  return paths.flatMap((path) => {
    const params = paramFunctions(router, path);
    if (route !== undefined) return stepsOfRoute(route, path, params);
    const handle = memberOf(layer, 'handle');
    if (Array.isArray(memberOf(handle, 'stack'))) {
      return [...params.map((one) => used(path, one)), ...stepsOfRouter(handle, path)];
    }
    if (!isForErrors(handle)) return [used(path, ...params, handle)];
    return [...params.map((one) => used(path, one)), { ...used(path, handle), kind: 'errors' }];
  });
}

function used(path: PathShape, ...functions: readonly unknown[]): Step {
  return { method: 'ALL', path, functions, kind: 'use' };
}

/** A route's functions by method; those of `route.all` come where they were registered. */
function stepsOfRoute(route: unknown, path: PathShape, params: readonly unknown[]): readonly Step[] {
  const layers = listOf(route, 'stack');
  const functionsOf = new Map<string, readonly unknown[]>();
  const errorsOf = new Map<string, Step['errors']>();
  for (const method of new Set(layers.map(methodOf))) {
    const met = layers.filter((layer) => [method, 'ALL'].includes(methodOf(layer)));
    const handles = met.map((layer) => memberOf(layer, 'handle'));
    const functions = [...params, ...handles.filter((one) => !isForErrors(one))];
    if (functions.length > params.length) functionsOf.set(method, functions);
    errorsOf.set(
      method,
      handles.flatMap((handler, at) => {
        const before = handles.slice(0, at).filter((one) => !isForErrors(one));
        return isForErrors(handler) ? [{ handler, after: params.length + before.length }] : [];
      }),
    );
  }
  return byMethod(functionsOf).map(([method, functions]) => {
    const errors = errorsOf.get(method) ?? [];
    return { method, path, functions, kind: 'route', ...(errors.length > 0 && { errors }) };
  });
}

/** One that has four parameters is met by errors alone. */
function isForErrors(handle: unknown): boolean {
  return typeof handle === 'function' && handle.length > 3;
}

function methodOf(layer: unknown): string {
  const method = memberOf(layer, 'method');
  return typeof method === 'string' && method !== '_all' ? method.toUpperCase() : 'ALL';
}

/** What the application wrote; Express 4, and 5 before router 2.3, keep it for routes alone. */
function patternsOf(layer: unknown, route: unknown): readonly unknown[] {
  const pattern = memberOf(layer, 'rawPath') ?? memberOf(route, 'path');
  return Array.isArray(pattern) ? pattern.flat(Number.POSITIVE_INFINITY) : [pattern];
}

function pathOf(pattern: unknown, layer: unknown, rules: PathRules): PathShape {
  if (typeof pattern === 'string') return readPath(pattern, rules);
  if (pattern instanceof RegExp) return unreadablePath(String(pattern));
  const expression = memberOf(layer, 'regexp');
  if (memberOf(layer, 'slash') === true || memberOf(expression, 'fast_slash') === true) return root;
  const text = expression instanceof RegExp ? mountOf(expression, listOf(layer, 'keys')) : undefined;
  return text === undefined
    ? unreadablePath('(a mount path that Express does not tell)')
    : readPath(text, rules);
}

/** Express 4 makes `^\/api\/?(?=\/|$)` of `/api`, and keeps nothing else. */
function mountOf({ source }: RegExp, keys: readonly unknown[]): string | undefined {
  const [, inner] = /^\^(.*?)\\\/\?\(\?=\\\/\|\$\)$/.exec(source) ?? [];
  const pieces = inner?.match(mountPiece);
  if (inner === undefined || pieces?.join('') !== inner) return undefined;
  const names = keys.map((key) => String(memberOf(key, 'name')))[Symbol.iterator]();
  return pieces
    .map((piece) => (piece.startsWith('(') ? `/:${names.next().value}` : piece.replaceAll('\\', '')))
    .join('');
}

/** `(?:\/([^/]+?))` is a parameter, `\/api` a text. */
const mountPiece = /\(\?:\\\/\(\[\^\\?\/\]\+\?\)\)|\\\/(?:[\w\-~ ]|\\[.\-$])+/g;

/** The callbacks of `router.param`, which come before a route's own functions. */
function paramFunctions(router: unknown, { segments }: PathShape): readonly unknown[] {
  const params = memberOf(router, 'params');
  return segments.flatMap((segment) => ('parameter' in segment ? listOf(params, segment.parameter) : []));
}
