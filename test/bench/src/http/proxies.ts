import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, request as openRequest, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AuthorizerOptions } from '@cognito-iam/core';
import { rest } from '@cognito-iam/core';
import { createProxyServer } from 'http-proxy-3';
import { createForwarder, type Forwarder } from '../../../../packages/cli/dist/gateway/forward.js';
import { createHandler } from '../../../../packages/cli/dist/gateway/handler.js';
import { connect } from '../../../../packages/cli/dist/gateway/upstream/pool.js';
import type { Upstream } from '../../../../packages/cli/dist/gateway/upstream/upstream.js';
import { authorizer } from '../account.js';
import { bareServer } from './bare-server.js';
import type { Contender } from './servers.js';

/** The gateway's own forward, with the body read as the gateway reads it, and nothing asked. */
export const bufferedProxy = 'undici, buffered';

/** Starts what the proxies are in front of. */
async function upstreamUrl(): Promise<string> {
  const child = fork(new URL('upstream-process.js', import.meta.url));
  const [port] = await once(child, 'message');
  child.unref();
  child.channel?.unref();
  return `http://127.0.0.1:${String(port)}`;
}

async function forwarder(): Promise<Forwarder> {
  const connection = connect(await upstreamUrl());
  const nothing = async (): Promise<void> => undefined;
  const upstream: Upstream = {
    ...{ description: 'bare', state: 'up', problem: undefined, connection, start: nothing, stop: nothing },
    whenUp: async () => connection,
    noteUnsent: () => undefined,
  };
  return createForwarder(upstream, (line) => process.stderr.write(`${line}\n`));
}

async function buffered(): Promise<Server> {
  const { api } = await forwarder();
  return createServer((request, response) => {
    void buffer(request).then((body) => api(request, response, body, () => undefined));
  });
}

async function gateway(options: Partial<AuthorizerOptions>): Promise<Server> {
  const handle = createHandler({
    authorizer: authorizer({ routes: rest([], { pass: ['/health'] }), ...options }),
    live: { pending: undefined, refreshPools: async () => undefined },
    forwarder: await forwarder(),
    health: () => {
      throw new Error('nobody asks');
    },
    ready: Promise.resolve(),
  });
  return createServer((request, response) => void handle(request, response));
}

async function piped(): Promise<Server> {
  const { hostname, port } = new URL(await upstreamUrl());
  const agent = new Agent({ keepAlive: true });
  return createServer((request, response) => {
    const { method, url, headers } = request;
    const outgoing = openRequest({ hostname, port, method, path: url, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(outgoing);
  });
}

async function httpProxy(): Promise<Server> {
  const target = await upstreamUrl();
  const proxy = createProxyServer({ target, agent: new Agent({ keepAlive: true }) });
  return createServer((request, response) => void proxy.web(request, response));
}

/** Ways to stand in front of a server. A new one is a row here. */
export const proxies: readonly Contender[] = [
  { name: 'no proxy', bare: bufferedProxy, checks: false, start: async () => bareServer() },
  { name: bufferedProxy, bare: bufferedProxy, start: buffered },
  { name: 'cognito-iam serve', bare: bufferedProxy, start: () => gateway({}) },
  {
    name: 'cognito-iam serve, each decision made JSON',
    bare: bufferedProxy,
    start: () => gateway({ onDecision: (event) => void JSON.stringify(event) }),
  },
  { name: 'node:http, piped', bare: bufferedProxy, checks: false, start: piped },
  { name: 'http-proxy-3', bare: bufferedProxy, checks: false, start: httpProxy },
];
