import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Authorizer } from '@cognito-iam/core';
import supertest from 'supertest';
import type { Adapter, AppOptions, Seen } from './adapters.js';

/** What a client sends. */
export interface Sent {
  readonly method?: string | undefined;
  readonly path?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a client gets, whatever is in between. */
export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a request through to a handler that answers with what it saw. */
export type Send = (authorizer: Authorizer, sent: Sent) => Promise<Received>;

/** The core without any adapter, with a handler that answers as those behind the adapters do. */
export const sendToCore: Send = async (authorizer, { method = 'POST', path = '/', headers, body }) => {
  const outcome = await authorizer.authorize({
    method,
    url: path,
    headers,
    body: new TextEncoder().encode(body),
    sourceIp: '127.0.0.1',
    secure: false,
  });
  if (!outcome.allowed) return outcome.response;
  const seen: Seen = { result: outcome.result ?? {}, body: outcome.body, rawBody: body };
  return { status: 200, headers: outcome.headers, body: JSON.stringify(seen) };
};

/** An adapter in an application of its framework, over a socket. */
export function sendTo(adapter: Adapter, options?: AppOptions): Send {
  return async (authorizer, { method = 'POST', path = '/', headers, body }) => {
    const agent = supertest(adapter.app(authorizer, options));
    const calls = new Map([
      ['POST', () => agent.post(path)],
      ['PUT', () => agent.put(path)],
      ['OPTIONS', () => agent.options(path)],
    ]);
    const call = calls.get(method);
    if (call === undefined) throw new Error(`cannot send ${method}`);
    const answer = await call()
      .set({ ...headers })
      .send(body === '' ? undefined : body)
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
        response.on('end', () => done(null, Buffer.concat(chunks).toString()));
      });
    return { status: answer.status, headers: answer.headers, body: answer.body };
  };
}

/** The same with any method, and with the path as it is written: other clients mend paths before they send them. */
export function sendRaw(adapter: Pick<Adapter, 'app'>, options?: AppOptions): Send {
  return async (authorizer, { method = 'POST', path = '/', headers, body }) => {
    const server = createServer(adapter.app(authorizer, options)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
      sent.end(body === '' ? undefined : body);
      const [answer] = await once(sent, 'response');
      return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
    } finally {
      server.close();
    }
  };
}
