import type { Server } from 'node:http';
import {
  type Authorizer,
  createAuthorizer,
  type LogEntry,
  type Outcome,
  rest,
  restRoutes,
} from '@cognito-iam/core';
import { afterAll, describe, expect, test } from 'vitest';
import { adapters, type Seen } from './adapters.js';
import { mint, optionsFor } from './fixture.js';
import { guarded } from './guards.js';
import { type HostileCase, hostileCases, wireText } from './hostile-case.js';
import { listening, RawConnection } from './raw-socket.js';

const token = await mint();

/** A good request, for after a hostile one. */
const usual = (on: HostileCase['on']): Parameters<typeof wireText>[0] =>
  on === 'guards'
    ? { line: 'GET /users/bob HTTP/1.1', without: ['x-amz-target'], body: '', length: null }
    : { line: 'POST / HTTP/1.1' };

/** An application that is hit by every case in turn. */
class Target {
  readonly log: LogEntry[] = [];
  readonly outcomes: Outcome[] = [];
  readonly #app: (authorizer: Authorizer) => Parameters<typeof listening>[0];
  readonly #servers = new Map<string, Promise<Server>>();

  constructor(app: Target['app']) {
    this.#app = app;
  }

  get app(): (authorizer: Authorizer) => Parameters<typeof listening>[0] {
    return this.#app;
  }

  server({ on, server }: HostileCase): Promise<Server> {
    const key = `${on} ${server?.maxHeaderSize}`;
    const made = this.#servers.get(key) ?? listening(this.#app(this.#authorizer(on)), server);
    this.#servers.set(key, made);
    return made;
  }

  /** An authorizer whose outcomes are kept: what it did not allow must not have gone on. */
  #authorizer(on: HostileCase['on']): Authorizer {
    const routes = on === 'rest' ? { routes: rest(restRoutes) } : {};
    const made = createAuthorizer(optionsFor(this.log, routes));
    const keeping = async (deciding: Promise<Outcome>) => {
      const outcome = await deciding;
      this.outcomes.push(outcome);
      return outcome;
    };
    return {
      ...made,
      authorize: (request) => keeping(made.authorize(request)),
      authorizeOperation: (...given) => keeping(made.authorizeOperation(...given)),
    };
  }

  async close(): Promise<void> {
    for (const server of await Promise.all(this.#servers.values())) {
      server.closeAllConnections();
      server.close();
    }
  }
}

const targets = [
  ...adapters.map(({ name, app }) => ({
    name,
    app,
    cases: hostileCases.filter(({ on }) => on !== 'guards'),
  })),
  ...guarded.map(({ name, app }) => ({
    name: `${name}, guarded`,
    app,
    cases: hostileCases.filter(({ on }) => on === 'guards'),
  })),
];

describe.each(targets)('$name', ({ name, app, cases }) => {
  const target = new Target(app);
  afterAll(() => target.close());

  test.each(cases)('$name', async (given) => {
    const expected = given.except?.[name.split(/[ ,]/, 1)[0] ?? ''] ?? given.answer;
    const server = await target.server(given);
    target.log.length = 0;
    target.outcomes.length = 0;
    const connection = await RawConnection.to(server);
    connection.send(wireText(given, token));
    if (given.then === 'end') connection.end();
    if (given.then === 'destroy') {
      await expect.poll(() => server.listenerCount('request')).toBeGreaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, 50));
      connection.destroy();
    }
    const method = given.line.split(' ', 1)[0] ?? '';
    const answer = await connection.answer(method);

    const refused = () => target.log.filter(({ event }) => event === 'refused' || event === 'fault').length;
    if (given.logs) await expect.poll(refused).toBe(1);
    const allowed = target.outcomes.filter((outcome) => outcome.allowed).length;
    if ('dropped' in expected) expect(answer).toBeUndefined();
    else if ('node' in expected) {
      expect(answer).toMatchObject({ status: expected.node, body: '' });
      expect(answer?.headers.get('connection')).toBe('close');
      expect(allowed).toBe(0);
    } else if ('framework' in expected) {
      expect(answer?.status).toBe(expected.framework);
      expect(answer?.body).not.toContain('"result"');
    } else if ('passes' in expected) {
      expect(answer).toMatchObject({ status: 200 });
      const { result }: Seen = JSON.parse(answer?.body ?? '');
      expect(result.operation).toBe('AdminGetUser');
      if (expected.passes !== null) expect(result.members).toEqual(expected.passes);
      expect([allowed, refused()]).toEqual([1, 0]);
    } else {
      expect(answer).toMatchObject(expected);
      const [type] = /(?<="__type":")\w+/.exec(expected.body) ?? [];
      if (type !== undefined) {
        expect(answer?.headers.get('x-amzn-errortype')).toBe(`${type}:`);
        expect([allowed, refused()]).toEqual([0, 1]);
      }
    }

    const said = target.log.map(({ message }) => message).join('\n');
    for (const secret of ['hunter2', token.slice(-20), token.slice(20, 40)]) {
      expect(`${said}${allowed === 0 ? answer?.body : ''}`).not.toContain(secret);
    }

    // Whatever that was: the connection ends, or the next request on it is understood; and others are served.
    if (given.then === undefined) {
      connection.send(wireText(usual(given.on), token));
      expect((await connection.answer('POST'))?.status ?? 200).toBe(200);
    }
    connection.destroy();
    const other = await RawConnection.to(server);
    other.send(wireText(usual(given.on), token));
    expect(await other.answer('POST')).toMatchObject({ status: 200 });
    other.destroy();
  });
});
