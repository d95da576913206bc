import { TestKitError } from '../../kit-error.js';
import { hasMethod } from './foreign.js';
import { isExpress, readExpress } from './read-express.js';
import { isFastify, readFastify } from './read-fastify.js';
import { isHono, readHono } from './read-hono.js';
import { isKoa, readKoa } from './read-koa.js';
import type { AppReading } from './step.js';

/** Reads an application of a framework that the kit knows. Throws a {@link TestKitError} for anything else. */
export async function readApp(app: unknown): Promise<AppReading> {
  if (app instanceof Promise)
    throw new TestKitError('expected an application, got a promise: await it first');
  if (isFastify(app)) return readFastify(app);
  if (isHono(app)) return readHono(app);
  if (isKoa(app)) return readKoa(app);
  if (isExpress(app)) return readExpress(app);
  const isRouter = hasMethod(app, 'route') || hasMethod(app, 'routes');
  throw new TestKitError(
    isRouter
      ? 'expected an application, got a router: give the application that it is mounted in, with what comes before it'
      : 'expected an application of Koa, Express, Fastify or Hono',
  );
}
