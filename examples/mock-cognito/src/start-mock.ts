import { mkdir } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import type { Authorizer, Log } from '@cognito-iam/core';
import { createApp, type MockParts } from './app.js';
import { emulatorAt } from './call-emulator.js';
import { type DataFolder, prepareDataFolder } from './data-folder.js';
import { type Emulator, startEmulator } from './emulator.js';
import { createForwarder, type Forwarder } from './forward.js';
import { fetchKeySet } from './key-set.js';
import { createLocalAuthorizer, createLocalDirectory } from './local-authorizer.js';
import { lockFolder } from './lock.js';
import { loggedAuthorizer } from './logged-authorizer.js';
import { listPools, poolOperations } from './pools.js';
import { seed } from './seed.js';
import { type LocalServer, listen } from './server.js';
import { trackSignOuts } from './sign-outs.js';

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
    forwarder = createForwarder(emulator.url);
    const parts = await createParts(emulator, folder, forwarder, server.url, options.write);
    server.serve((options.listener ?? koaListener)(parts));
    return { endpoint: server.url, emulator, folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function createParts(
  emulator: Emulator,
  folder: DataFolder,
  forwarder: Forwarder,
  issuerDomain: string,
  write: (line: string) => void,
): Promise<MockParts> {
  const call = emulatorAt(emulator.url);
  await seed(call, folder);
  const signOuts = trackSignOuts(call, issuerDomain);
  const directory = createLocalDirectory();
  const keySet = await fetchKeySet(emulator.url, folder);
  const log: Log = ({ message }) => write(message);
  const authorizerForPools = async (): Promise<Authorizer> =>
    createLocalAuthorizer(directory, {
      pools: await listPools(call),
      issuerDomain,
      keySet,
      accessTokenStatus: signOuts.status,
      log,
    });
  let authorizer = await authorizerForPools();
  return {
    authorizer: loggedAuthorizer(() => authorizer, write),
    forwarder,
    signOuts,
    issuerDomain,
    write,
    done: async (operation) => {
      if (poolOperations.has(operation)) authorizer = await authorizerForPools();
    },
  };
}

function koaListener(parts: MockParts): RequestListener {
  return createApp(parts).callback();
}
