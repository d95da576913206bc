import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { confirmationCode } from './account.js';
import type { DataFolder } from './data-folder.js';
import { StartError } from './start-error.js';

const program = fileURLToPath(new URL('../emulator-process.mjs', import.meta.url));

/** How long the emulator may take to start, and to stop before it is killed. */
const startLimit = 60_000;
const stopLimit = 5_000;

/** A running cognito-local. */
export interface Emulator {
  /** `http://127.0.0.1:{port}` */
  readonly url: string;
  /** What the emulator wants to see in the header `x-emulator-key`: it answers nobody else. */
  readonly key: string;
  readonly pid: number;
  /** Settles when the process ends without having been stopped, with what to tell the user. */
  readonly died: Promise<StartError>;
  /** Ends the process; resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts cognito-local as a child process on a free port; rejects with a {@link StartError} if it does not come up. Why the
 * gateway has one of its own, `lock.ts` says.
 */
export async function startEmulator(folder: DataFolder): Promise<Emulator> {
  const key = randomUUID();
  const child = spawn(process.execPath, [program, folder.signingKey], {
    cwd: folder.path,
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: '0',
      CODE: confirmationCode,
      EMULATOR_KEY: key,
      AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log = watchLog(child);
  const ended = watchEnd(child);
  let stopping = false;
  const stop = async (): Promise<void> => {
    stopping = true;
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), stopLimit);
    await ended;
    clearTimeout(killer);
  };
  const url = await firstOf(log.url, ended, startLimit);
  if (url === undefined) {
    await stop();
    throw new StartError(`the emulator did not start; the end of its log:\n${log.tail()}`);
  }
  const died = new Promise<StartError>((resolve) => {
    void ended.then((how) => {
      if (!stopping)
        resolve(new StartError(`the emulator ended (${how}); the end of its log:\n${log.tail()}`));
    });
  });
  return { url, key, pid: child.pid ?? 0, died, stop };
}

/** Reads both streams to their end, so that the child never waits for a full pipe. */
function watchLog(child: ChildProcess): { readonly url: Promise<string>; tail(): string } {
  let text = '';
  const url = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        text = (text + stripVTControlCharacters(chunk)).slice(-10_000);
        const found = /Cognito Local running on (http:\S+)\s/.exec(text)?.[1];
        if (found !== undefined) resolve(found);
      });
    }
  });
  return { url, tail: () => text.trim().split('\n').slice(-20).join('\n') };
}

/** Resolves with how the process ended: `exit code 1`, `signal SIGKILL`. */
async function watchEnd(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = await once(child, 'close');
    return signal === null ? `exit code ${String(code)}` : `signal ${String(signal)}`;
  } catch (error) {
    return String(error);
  }
}

async function firstOf(
  url: Promise<string>,
  ended: Promise<string>,
  limit: number,
): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limit);
  });
  try {
    return await Promise.race([url, ended.then(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}
