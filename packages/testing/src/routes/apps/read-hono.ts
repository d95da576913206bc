import { type PathRules, readPath } from '../paths/read-path.js';
import { hasMethod, listOf, memberOf } from './foreign.js';
import { sendByFetch } from './senders.js';
import type { AppReading, Step } from './step.js';

/** Whether it is an application of Hono. */
export function isHono(app: unknown): boolean {
  return hasMethod(app, 'fetch') && Array.isArray(memberOf(app, 'routes')) && hasMethod(app, 'mount');
}

/** Reads an application of Hono with all that was put into it by `route`. */
export function readHono(app: unknown): AppReading {
  // A slash at the end makes another path either way of `strict`, as long as it is not sent.
  const rules: PathRules = { sensitive: true, strict: memberOf(app, 'strict') !== false, asterisk: 'any' };
  return {
    steps: merged(listOf(app, 'routes').map((route) => stepOf(route, rules))),
    ordered: true,
    harmless: new Set(),
    send: sendByFetch(app),
  };
}

function stepOf(route: unknown, rules: PathRules): Step {
  const handler = targetOf(memberOf(route, 'handler'));
  const method = String(memberOf(route, 'method')).toUpperCase();
  // Hono itself tells middleware by its second parameter.
  const handsOn = typeof handler === 'function' && handler.length > 1;
  return {
    method,
    path: readPath(String(memberOf(route, 'path')), rules),
    functions: [handler],
    kind: method === 'ALL' && handsOn ? 'use' : 'route',
  };
}

/** `app.route` wraps the handlers of an application that has an error handler of its own. */
function targetOf(handler: unknown): unknown {
  const inner = memberOf(handler, '__COMPOSED_HANDLER');
  return typeof inner === 'function' ? targetOf(inner) : handler;
}

/** Hono keeps each handler of `app.get(path, first, second)` as a route of its own. */
function merged(steps: readonly Step[]): readonly Step[] {
  const result: Step[] = [];
  for (const step of steps) {
    const last = result.at(-1);
    const continues = last?.kind === 'route' && step.kind === 'route' && sameRoute(last, step);
    if (!continues) result.push(step);
    else result.splice(-1, 1, { ...last, functions: [...last.functions, ...step.functions] });
  }
  return result;
}

function sameRoute(one: Step, other: Step): boolean {
  return one.method === other.method && one.path.text === other.path.text;
}
