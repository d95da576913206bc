import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, type IncomingMessage, request as openRequest, type Server } from 'node:http';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuthorizerOptions } from '@cognito-iam/core';
import { rest } from '@cognito-iam/core';
import { createProxyServer } from 'http-proxy-3';
import { type Account, loadAccount } from '../../../../packages/account/dist/index.js';
import { auditRecord } from '../../../../packages/cli/dist/audit/audit-record.js';
import { decisionJson } from '../../../../packages/cli/dist/gateway/decision-json.js';
import { createForwarder, type Forwarder } from '../../../../packages/cli/dist/gateway/forward.js';
import { createHandler } from '../../../../packages/cli/dist/gateway/handler.js';
import { lineWriter } from '../../../../packages/cli/dist/gateway/line-writer.js';
import { connect } from '../../../../packages/cli/dist/gateway/upstream/pool.js';
import type { Upstream } from '../../../../packages/cli/dist/gateway/upstream/upstream.js';
import { authorizer } from '../account.js';
import { bareServer } from './bare-server.js';
import type { Contender } from './servers.js';

/** The gateway's own forward, with the body read in the cheapest way, and nothing asked. */
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
    collect(request, (body) => void api(request, response, { body, headers: {} }, () => undefined));
  });
}

/** The least that reading a body takes. */
function collect(request: IncomingMessage, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(Buffer.concat(chunks)));
}

async function gateway(options: Partial<AuthorizerOptions>): Promise<Server> {
  const handle = createHandler({
    authorizer: authorizer({ routes: rest([], { pass: ['/health'] }), ...options }),
    live: { awaited: undefined, refreshPools: async () => undefined },
    forwarder: await forwarder(),
    health: () => {
      throw new Error('nobody asks');
    },
    listensOn: '127.0.0.1',
    ready: Promise.resolve(),
  });
  return createServer((request, response) => void handle(request, response));
}

/** What the decisions of a gateway are told with: where each statement is written is not known here. */
const account = await emptyAccount();

async function emptyAccount(): Promise<Account> {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-bench-'));
  writeFileSync(join(folder, 'cognito-iam.json'), '{ "account": "123456789012", "region": "us-east-1" }');
  return loadAccount('cognito-iam.json', { folder }).finally(() => rmSync(folder, { recursive: true }));
}

function fail(error: unknown): never {
  throw error;
}

/** The lines of a gateway that no person watches, as it writes them. */
function withLines(): Pick<AuthorizerOptions, 'onDecision'> {
  const sink = createWriteStream(devNull);
  const lines = lineWriter((text) => void sink.write(text), fail);
  return { onDecision: (event) => lines.add(() => decisionJson(event, account)) };
}

function withAuditLog(): Pick<AuthorizerOptions, 'onDecision'> {
  const { onDecision } = withLines();
  const sink = createWriteStream(devNull);
  const records = lineWriter((text) => void sink.write(text), fail);
  const scope = { account: '123456789012', region: 'us-east-1' };
  return {
    onDecision: (event, request, members) => {
      onDecision?.(event, request, members);
      records.add(() => JSON.stringify(auditRecord(event, request, scope, members)));
    },
  };
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
  { name: 'cognito-iam serve, its lines written', bare: bufferedProxy, start: () => gateway(withLines()) },
  {
    name: 'cognito-iam serve, its lines and audit log written',
    bare: bufferedProxy,
    start: () => gateway(withAuditLog()),
  },
  {
    name: 'cognito-iam serve, requests signed',
    bare: bufferedProxy,
    signed: true,
    // As long as a run may take.
    start: () => gateway({ signatureWindow: 3_600_000 }),
  },
  { name: 'node:http, piped', bare: bufferedProxy, checks: false, start: piped },
  { name: 'http-proxy-3', bare: bufferedProxy, checks: false, start: httpProxy },
];
