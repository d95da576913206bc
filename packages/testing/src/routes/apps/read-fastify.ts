import { TestKitError } from '../../kit-error.js';
import { type PathRules, readPath } from '../paths/read-path.js';
import { type RecordedRoute, recordedApp } from './fastify-recorder.js';
import { call, hasMethod, listOf, memberOf } from './foreign.js';
import { sendByInject } from './senders.js';
import type { AppReading, Step } from './step.js';

/** Whether it is an application of Fastify. */
export function isFastify(app: unknown): app is object {
  return hasMethod(app, 'inject') && hasMethod(app, 'addHook') && hasMethod(app, 'ready');
}

/** Waits until an application of Fastify is ready, and reads its routes with the hooks that each of them has. */
export async function readFastify(app: object): Promise<AppReading> {
  const recorded = recordedApp(app);
  if (recorded === undefined) {
    throw new TestKitError(
      'this application was made before the kit was loaded, and Fastify tells of its routes only when they are made: import `@cognito-iam/testing` (or `/vitest`, `/jest`, `/assert`) before the module that makes it',
    );
  }
  await call(app, 'ready');
  return {
    steps: withoutTwins(recorded.routes.flatMap((route) => stepsOf(route))),
    ordered: false,
    harmless: new Set(),
    mounts: [...recorded.prefixes].map((prefix) => readPath(prefix, rules)),
    send: sendByInject(app),
  };
}

/** What a request meets before its route's handler, in this order. https://fastify.dev/docs/latest/Reference/Lifecycle/ */
const hooks = ['onRequest', 'preParsing', 'preValidation', 'preHandler'];

function stepsOf({ instance, method: given, url, options }: RecordedRoute): readonly Step[] {
  const shared = hooksOf(instance);
  const before = hooks.flatMap((name) => [...listOf(shared, name), ...functionsIn(memberOf(options, name))]);
  const methods = [given].flat().map((method) => String(method).toUpperCase());
  const all = listOf(instance, 'supportedMethods').length;
  const { headers, problem } = constraintsOf(memberOf(options, 'constraints'));
  const step = {
    path: readPath(String(url), rules),
    functions: [...before, memberOf(options, 'handler')],
    kind: 'route',
    // Every route has hooks of its own.
    scope: {},
    headers,
    ...(problem !== undefined && { problem }),
    ...(shared === undefined && { problem: 'this version of Fastify keeps its hooks elsewhere' }),
  } as const;
  if (all > 0 && methods.length >= all) return [{ ...step, method: 'ALL' }];
  return methods.map((method) => ({ ...step, method }));
}

const rules: PathRules = { sensitive: true, strict: true, asterisk: 'any' };

/** An instance has its hooks under a symbol, or its parent has. */
function hooksOf(instance: unknown): unknown {
  for (let one = instance; typeof one === 'object' && one !== null; one = Reflect.getPrototypeOf(one)) {
    const key = Object.getOwnPropertySymbols(one).find(({ description }) => description === 'fastify.hooks');
    if (key !== undefined) return Reflect.get(one, key);
  }
  return undefined;
}

function functionsIn(given: unknown): readonly unknown[] {
  return [given].flat().filter((one) => typeof one === 'function');
}

function constraintsOf(constraints: unknown): Pick<Step, 'headers' | 'problem'> & { headers: object } {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(Object(constraints))) {
    const header = name === 'version' ? 'accept-version' : name;
    if (!['accept-version', 'host'].includes(header) || typeof value !== 'string') {
      return { headers, problem: `it is constrained by \`${name}\`` };
    }
    headers[header] = value;
  }
  return { headers };
}

/** Fastify makes of the root of a plugin with a prefix two routes, and of one that is for `GET` one for `HEAD`. */
function withoutTwins(steps: readonly Step[]): readonly Step[] {
  return steps.filter(
    (step) => !steps.some((other) => other !== step && sameFunctions(step, other) && isTwin(step, other)),
  );
}

function isTwin(step: Step, of: Step): boolean {
  if (step.method === 'HEAD' && of.method === 'GET') return step.path.text === of.path.text;
  return step.method === of.method && step.path.text === `${of.path.text}/`;
}

function sameFunctions({ functions: one }: Step, { functions: other }: Step): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}
