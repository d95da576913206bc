import { mkdir } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import type { Log, OnDecision } from '@cognito-iam/core';
import { createApi } from './api.js';
import { createApp, type MockParts } from './app.js';
import { callThrough } from './call-emulator.js';
import { type DataFolder, prepareDataFolder } from './data-folder.js';
import { decisionLine } from './decision-line.js';
import { type Emulator, startEmulator } from './emulator.js';
import { createForwarder, type Forwarder } from './forward.js';
import { fetchKeySet } from './key-set.js';
import { watchPools } from './live-pools.js';
import { createLocalAuthorizer, createLocalDirectory, poolOptions } from './local-authorizer.js';
import { lockFolder } from './lock.js';
import { tagProblem, unusableTags } from './pool-tags.js';
import { listPools, poolOperations, strangeClient } from './pools.js';
import { missingMember } from './required-members.js';
import { seed } from './seed.js';
import { type LocalServer, listen } from './server.js';
import { openSessionBook } from './sessions.js';
import { signInCheck } from './sign-ins.js';
import { trackSignOuts } from './sign-outs.js';
import { unstorableMember } from './storable-members.js';

/** What {@link startMock} goes by. */
export interface MockOptions {
  /** 0 picks a free one. */
  readonly port: number;
  /** Absolute path of the data folder; created if it is not there. */
  readonly folder: string;
  /** Takes the log, line by line. */
  readonly write: (line: string) => void;
  /** What serves the requests; the Koa app if left out. */
  readonly listener?: (parts: MockParts) => RequestListener;
}

/** A running mock. */
export interface Mock {
  /** `http://127.0.0.1:{port}`: what clients call, and what every token's issuer begins with. */
  readonly endpoint: string;
  readonly emulator: Emulator;
  readonly folder: DataFolder;
  /** Answers what is under way, ends the emulator and gives the folder free. */
  close(): Promise<void>;
}

/** Starts the mock; rejects with a `StartError`, leaving nothing running, where that cannot be. */
export async function startMock(options: MockOptions): Promise<Mock> {
  await mkdir(options.folder, { recursive: true });
  const lock = await lockFolder(options.folder);
  let server: LocalServer | undefined;
  let emulator: Emulator | undefined;
  let forwarder: Forwarder | undefined;
  const close = async (): Promise<void> => {
    await server?.close();
    forwarder?.close();
    await emulator?.stop();
    await lock.release();
  };
  try {
    server = await listen(options.port);
    const folder = await prepareDataFolder(options.folder, server.url);
    emulator = await startEmulator(folder);
    forwarder = createForwarder(emulator);
    const parts = await createParts(emulator, forwarder, folder, server.url, options.write);
    server.serve((options.listener ?? koaListener)(parts));
    return { endpoint: server.url, emulator, folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function createParts(
  emulator: Emulator,
  forwarder: Forwarder,
  folder: DataFolder,
  issuerDomain: string,
  write: (line: string) => void,
): Promise<MockParts> {
  const call = callThrough(forwarder);
  await seed(call, folder);
  const signOuts = trackSignOuts(call, issuerDomain);
  const directory = createLocalDirectory();
  const problemOf = tagProblem(directory);
  const keys = { issuerDomain, keySet: await fetchKeySet(emulator, folder) };
  const log: Log = ({ message }) => write(message);
  const onDecision: OnDecision = (event) => {
    const line = decisionLine(event);
    if (line !== undefined) write(line);
  };
  const live = await watchPools(
    () => listPools(call, problemOf, write),
    (pools) => authorizer.reload(poolOptions(pools, keys)),
  );
  const authorizer = createLocalAuthorizer(directory, poolOptions(live.pools, keys), {
    accessTokenStatus: signOuts.status,
    onDecision,
    log,
  });
  const api = createApi({
    forwarder,
    refusalOf: (operation, members) =>
      unstorableMember(members) ??
      missingMember(operation, members) ??
      unusableTags(members, problemOf) ??
      strangeClient(members, live.pools),
    sessions: openSessionBook(),
    signIns: signInCheck(call, issuerDomain),
    signOuts,
    done: async (operation) => {
      if (poolOperations.has(operation)) await live.refresh();
    },
    write,
  });
  return {
    authorizer,
    api,
    hasPool: (id) => live.pools.some((pool) => pool.id === id),
    isWell: forwarder.isWell,
    ...keys,
    write,
  };
}

function koaListener(parts: MockParts): RequestListener {
  return createApp(parts).callback();
}
