import { TestKitError } from '../../kit-error.js';
import { call, memberOf } from './foreign.js';
import type { AppReading, ProbeResponse } from './step.js';

type Send = AppReading['send'];

/** Sends requests to what a server of `node:http` would call, by supertest. */
export function sendToListener(listener: unknown): Send {
  return async ({ method, path, headers, body }) => {
    const { agent } = await loadSupertest();
    const sent = call(agent(listener), method.toLowerCase(), path);
    for (const [name, value] of Object.entries(headers)) call(sent, 'set', name, value);
    // Whatever it is, it is looked at as text.
    call(sent, 'buffer', true);
    call(sent, 'parse', readText);
    call(sent, 'redirects', 0);
    call(sent, 'ok', () => true);
    const response: unknown = await (body === undefined ? sent : call(sent, 'send', body));
    return responseOf(
      memberOf(response, 'status'),
      memberOf(response, 'headers'),
      memberOf(response, 'body'),
    );
  };
}

/** Sends requests by `inject`. */
export function sendByInject(app: unknown): Send {
  return async ({ method, path, headers, body }) => {
    const response: unknown = await call(app, 'inject', { method, url: path, headers, payload: body });
    return responseOf(
      memberOf(response, 'statusCode'),
      memberOf(response, 'headers'),
      memberOf(response, 'payload'),
    );
  };
}

/** Sends requests to a function of Fetch. */
export function sendByFetch(app: unknown): Send {
  return async ({ method, path, headers, body }) => {
    const request = new Request(`http://localhost${path}`, {
      method,
      headers,
      ...(body !== undefined && { body }),
    });
    const response: unknown = await call(app, 'fetch', request);
    if (!(response instanceof Response)) throw new TestKitError('the application gave no Response');
    return {
      status: response.status,
      header: (name) => response.headers.get(name) ?? undefined,
      body: await response.text(),
    };
  };
}

function responseOf(status: unknown, headers: unknown, body: unknown): ProbeResponse {
  return {
    status: Number(status),
    header: (name) => {
      const value = memberOf(headers, name);
      return value === undefined ? undefined : String(value);
    },
    body: typeof body === 'string' ? body : '',
  };
}

function readText(response: NodeJS.ReadableStream, done: (error: Error | null, text: string) => void): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => done(null, Buffer.concat(chunks).toString('utf8')));
  response.on('error', (error: Error) => done(error, ''));
}

/** It is asked for by those alone who have an application of Express or Koa. */
async function loadSupertest(): Promise<{ readonly agent: (listener: unknown) => unknown }> {
  const module: unknown = await import('supertest').catch((error: unknown) => {
    throw new TestKitError(
      'supertest is needed to send requests to this application: npm install --save-dev supertest',
      { cause: error },
    );
  });
  const agent = memberOf(module, 'default');
  if (typeof agent !== 'function') throw new TestKitError('supertest has no function to start with');
  return { agent: (listener) => Reflect.apply(agent, undefined, [listener]) };
}
