import { subscribe } from 'node:diagnostics_channel';
import { call, memberOf } from './foreign.js';

/** A route as Fastify told of it, and the instance that it belongs to, whose hooks may still come. */
export interface RecordedRoute {
  readonly instance: unknown;
  readonly method: unknown;
  readonly url: unknown;
  /** With its hooks, to which plugins may still add. */
  readonly options: unknown;
}

/** What an application of Fastify told of itself. */
export interface RecordedApp {
  readonly routes: readonly RecordedRoute[];
  /** Of its plugins, where they have one. */
  readonly prefixes: ReadonlySet<string>;
}

const recorded = new WeakMap<object, RecordedApp>();

/**
 * Fastify tells nobody of its routes afterwards, but of each when it is registered; and of each application when it is
 * made. https://fastify.dev/docs/latest/Reference/Hooks/#diagnostics-channel-hooks
 */
subscribe('fastify.initialization', (message) => {
  const app = memberOf(message, 'fastify');
  if (typeof app !== 'object' || app === null) return;
  const routes: RecordedRoute[] = [];
  const prefixes = new Set<string>();
  recorded.set(app, { routes, prefixes });
  call(app, 'addHook', 'onRegister', function onRegister(instance: unknown) {
    const prefix = memberOf(instance, 'prefix');
    if (typeof prefix === 'string' && prefix !== '') prefixes.add(prefix);
  });
  call(app, 'addHook', 'onRoute', function onRoute(this: unknown, options: unknown) {
    // Of two routes that Fastify makes of one, both are told in the same object.
    const [method, url] = [memberOf(options, 'method'), memberOf(options, 'url')];
    routes.push({ instance: this, method, url, options });
  });
});

/** What is known of an application of Fastify; `undefined` where it was made before this module was loaded. */
export function recordedApp(app: object): RecordedApp | undefined {
  return recorded.get(app);
}
