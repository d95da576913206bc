import { subscribe } from 'node:diagnostics_channel';
import { call, memberOf } from './foreign.js';

/** A route as Fastify told of it, and the instance that it belongs to, whose hooks may still come. */
export interface RecordedRoute {
  readonly instance: unknown;
  readonly options: unknown;
}

const recorded = new WeakMap<object, RecordedRoute[]>();

/**
 * Fastify tells nobody of its routes afterwards, but of each when it is registered; and of each application when it is
 * made. https://fastify.dev/docs/latest/Reference/Hooks/#diagnostics-channel-hooks
 */
subscribe('fastify.initialization', (message) => {
  const app = memberOf(message, 'fastify');
  if (typeof app !== 'object' || app === null) return;
  const routes: RecordedRoute[] = [];
  recorded.set(app, routes);
  call(app, 'addHook', 'onRoute', function onRoute(this: unknown, options: unknown) {
    routes.push({ instance: this, options });
  });
});

/** The routes of an application of Fastify; `undefined` where it was made before this module was loaded. */
export function recordedRoutes(app: object): readonly RecordedRoute[] | undefined {
  return recorded.get(app);
}
