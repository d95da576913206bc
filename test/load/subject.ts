import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createAuthorizer, createDirectory, rest, restRoutes } from '@cognito-iam/core';
import { adapters } from '../conformance/adapters.js';
import type { Answer, Measured, Order, SubjectOptions } from './orders.js';
import { accounts, audience, bodyLimit, rememberedFor } from './soak-cases.js';

// What is loaded: a program of its own, so that its memory, sockets and handles are not mixed with those of who loads
// it, and so that either side has file descriptors of its own. It takes orders over Node's channel to its parent.

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const options: SubjectOptions = JSON.parse(process.argv[2] ?? '');

/** Trouble that no request was told about; the first few of each kind are enough. */
const trouble: string[] = [];
const note = (kind: string) => (what: unknown) => {
  const text = what instanceof Error ? (what.stack ?? what.message) : String(what);
  if (trouble.length < 20) trouble.push(`${kind}: ${text}`);
};
process.on('unhandledRejection', note('unhandled rejection'));
process.on('uncaughtException', note('uncaught exception'));
process.on('warning', note('warning'));

// How far its clock is ahead of the machine's: what takes minutes otherwise is done at once.
let ahead = 0;
const machineNow = Date.now;
const began = machineNow();
Date.now = () => (options.stands ? began : machineNow()) + ahead;

const logged: Record<string, number> = {};
const directories = new Map(
  Object.entries(accounts).map(([name, account]) => [name, createDirectory(account)]),
);
const directory = directories.get('first');
if (directory === undefined) throw new Error('there is no first account');

const issuers = () => [{ issuer: options.issuer, jwks: options.jwks, audience: [audience] }];
const authorizer = createAuthorizer({
  region: 'us-east-1',
  directory,
  issuers: issuers(),
  roleMapping: {
    groups: [
      { group: 'support', role: 'Support', precedence: 1 },
      { group: 'admin', role: 'Admin', precedence: 2 },
    ],
    ambiguousRoleResolution: 'Deny',
    sessionName: { claim: 'cognito:username' },
    principalTags: { team: 'custom:team' },
  },
  routes: rest(restRoutes),
  // Small, so that they are full soon, and whatever grows after that is no cache.
  tokenCache: { maxEntries: 100, maxAge: rememberedFor },
  decisionCache: { principals: 20, decisionsPerPrincipal: 50 },
  bodyLimit,
  log: ({ event, message }) => {
    logged[event] = (logged[event] ?? 0) + 1;
    if (event === 'fault') note('log')(message);
  },
});

const servers = new Map<string, Server>();
for (const { name, app } of adapters) {
  const server = createServer({ ...options.server }, app(authorizer));
  // Clients go by it, and Node's own is the machine's.
  server.prependListener('request', (_, response) =>
    response.setHeader('date', new Date(Date.now()).toUTCString()),
  );
  // More than the usual 511 that may wait to be accepted: the tests open thousands at once.
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 });
  await once(server, 'listening');
  servers.set(name, server);
}

async function measured(): Promise<Measured> {
  // Twice, with a turn in between: what a finalizer lets go of is there for the second.
  for (let times = 0; times < 2; times++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    collectGarbage();
  }
  const { heapUsed, external } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  let connections = 0;
  for (const server of servers.values()) {
    connections += await new Promise<number>((resolve) =>
      server.getConnections((error, count) => resolve(error === null ? count : Number.NaN)),
    );
  }
  return { retained: heapUsed + external, connections, resources, logged: { ...logged }, trouble };
}

async function obey(order: Order): Promise<Measured | null> {
  if (order.order === 'measure') return measured();
  if (order.order === 'pass') {
    ahead += order.time;
    return null;
  }
  const next = directories.get(order.account);
  if (next === undefined) throw new Error(`there is no account ${order.account}`);
  authorizer.reload({ directory: next, ...(order.issuers && { issuers: issuers() }) });
  return null;
}

function send(answer: Answer): void {
  process.send?.(answer);
}

process.on('message', (order: Order) => {
  obey(order).then(
    (result) => send({ to: order.id, result }),
    (error: unknown) => note('order')(error),
  );
});
process.on('disconnect', () => process.exit());

const ports = [...servers].map(([name, server]): [string, number] => [
  name,
  (server.address() as AddressInfo).port,
]);
send({ ports });
