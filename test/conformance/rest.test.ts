import { readFileSync } from 'node:fs';
import {
  type AuthorizerOptions,
  createAuthorizer,
  type LogEntry,
  type RestOptions,
  type RestRoute,
  rest,
  restRoutes,
} from '@cognito-iam/core';
import { describe, expect, test } from 'vitest';
import { adapters, type Seen } from './adapters.js';
import { optionsFor } from './fixture.js';
import { type HttpCase, prepared } from './http-case.js';
import { type Send, sendRaw, sendToCore } from './send.js';

/** A row of `test/cases/rest.json`. */
interface RestCase extends Pick<HttpCase, 'name' | 'options' | 'request'> {
  /** The routes of the neutral convention if left out. */
  readonly routes?: readonly RestRoute[];
  readonly rest?: RestOptions;
  readonly answer: RestAnswer;
  /** The answer where the server mends paths as browsers do, before anyone sees them; so sees them the application, too. */
  readonly mended?: RestAnswer;
  /** Whether a framework may refuse it, in its own words, before anyone is asked. */
  readonly unreadable?: boolean;
}

type RestAnswer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }
  | {
      readonly passes: string | null;
      readonly operation: string;
      readonly members?: Readonly<Record<string, unknown>>;
      readonly body?: Readonly<Record<string, unknown>>;
    }
  | { readonly unasked: true };

const cases: readonly RestCase[] = JSON.parse(
  readFileSync(new URL('../cases/rest.json', import.meta.url), 'utf8'),
);

const senders = new Map<string, Send>([
  ['core', sendToCore],
  ...adapters.map((adapter): [string, Send] => [adapter.name, sendRaw(adapter)]),
]);

describe.each([...senders])('%s', (name, send) => {
  test.each(cases)('$name', async ({ answer: usual, mended, unreadable, ...given }) => {
    const answer = name === 'hono' ? (mended ?? usual) : usual;
    const log: LogEntry[] = [];
    const changes: Partial<AuthorizerOptions> = {
      ...given.options,
      routes: rest(given.routes ?? restRoutes, given.rest),
    };
    const authorizer = createAuthorizer(optionsFor(log, changes));
    const { method, path } = given.request;
    const { headers, body, tokens } = await prepared(given as HttpCase);
    const sent = { method, path, headers, body: given.request.body === undefined ? '' : body };
    const received = await send(authorizer, sent);

    const said = log.map(({ message }) => message).join('\n');
    for (const token of tokens) expect(said).not.toContain(token.slice(-20));
    if (unreadable && !received.body.includes('__type')) {
      expect(['fastify', 'hono']).toContain(name);
      expect(received.status).toBe(400);
      return;
    }
    if ('status' in answer) {
      expect({ status: received.status, body: received.body }).toEqual({
        status: answer.status,
        body: answer.body,
      });
      expect(received.headers).toMatchObject(answer.headers ?? {});
      expect(log.map(({ event }) => event)).toEqual(method === 'OPTIONS' ? ['start'] : ['start', 'refused']);
      return;
    }
    expect(received.status).toBe(200);
    expect(log.map(({ event }) => event)).toEqual(['start']);
    // An answer to HEAD has no body to look into.
    if (method === 'HEAD' && name !== 'core') return;
    const seen: Seen = JSON.parse(received.body);
    if ('unasked' in answer) {
      expect(seen.result).toEqual({});
      expect(received.headers).not.toHaveProperty('access-control-allow-origin');
      // The stream is as it was: nobody has read it, or only Hono, which keeps what it reads.
      expect(seen.rawBody).toBe(name === 'core' || name === 'hono' ? sent.body : undefined);
      return;
    }
    expect(seen.result.operation).toBe(answer.operation);
    expect(seen.result.principal?.arn ?? null).toBe(answer.passes);
    if (answer.members !== undefined) expect(seen.result.members).toEqual(answer.members);
    if (answer.body !== undefined) expect(seen.body ?? {}).toEqual(answer.body);
  });
});
