import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { stripVTControlCharacters } from 'node:util';
import type { DataFolder } from './data-folder.js';

/** Plain JavaScript beside the sources, the same for them and for what is built of them. */
const program = createRequire(import.meta.url).resolve('#emulator-process');

/** How long cognito-local may take to start, and to stop before it is killed, in milliseconds. */
const startLimit = 60_000;
const stopLimit = 5_000;

/** What a cognito-local is started with. */
export interface EmulatorSettings {
  readonly folder: DataFolder;
  /** 0 for a free one. */
  readonly port: number;
  /** The confirmation code for everybody. */
  readonly code: string | undefined;
  /** What it wants to see in `x-emulator-key` before it answers; `undefined` where it answers everybody. */
  readonly key: string | undefined;
  /** Gets its log, line by line, but for the first ones. */
  readonly log: (line: string) => void;
}

/** A cognito-local that answers. */
export interface EmulatorChild {
  /** `http://127.0.0.1:{port}` */
  readonly url: string;
  readonly pid: number;
  /** Resolves when the process is gone, with how and the end of its log. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Starts cognito-local as a child process; rejects, with the end of its log, where it does not come up. */
export async function startEmulator(settings: EmulatorSettings): Promise<EmulatorChild> {
  const { folder, port, code, key } = settings;
  const child = spawn(process.execPath, [program, folder.signingKey], {
    cwd: folder.path,
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      EMULATOR_ISSUER: folder.issuerDomain,
      AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
      ...(code !== undefined && { CODE: code }),
      ...(key !== undefined && { EMULATOR_KEY: key }),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = watchLog(child, settings.log);
  const ended = watchEnd(child).then((how) => `${how}${output.tail()}`);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), stopLimit);
    await ended;
    clearTimeout(killer);
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, startLimit, undefined);
  });
  const url = await Promise.race([output.url, ended.then(() => undefined), late]);
  clearTimeout(timer);
  if (url === undefined) {
    await stop();
    throw new Error(await ended);
  }
  return { url, pid: child.pid ?? 0, ended, stop };
}

/** Reads both streams to their end, so that the child never waits for a full pipe. */
function watchLog(
  child: ChildProcess,
  log: (line: string) => void,
): { readonly url: Promise<string>; tail(): string } {
  const last: string[] = [];
  const url = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = (rest + stripVTControlCharacters(chunk)).split('\n');
        rest = (lines.pop() ?? '').slice(-10_000);
        for (const line of lines) {
          const found = /Cognito Local running on (http:\S+)/.exec(line)?.[1];
          if (found !== undefined) {
            resolve(found);
            continue;
          }
          log(line);
          last.push(line);
          if (last.length > 20) last.shift();
        }
      });
    }
  });
  return { url, tail: () => (last.length === 0 ? '' : `; the end of its log:\n${last.join('\n')}`) };
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
