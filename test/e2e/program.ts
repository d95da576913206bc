import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { vi } from 'vitest';
import { patience } from './mock.js';

export const run = promisify(execFile);

const example = fileURLToPath(new URL('../../examples/mock-cognito', import.meta.url));

/** One of the example's programs, running as a user would run it. */
export interface Program {
  readonly pid: number;
  /** Everything that it has printed. */
  output(): string;
  /** Resolves with the output once it holds `text`; rejects if the program ends without. */
  prints(text: string): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves with the exit code, or the signal, and the whole output. */
  readonly ended: Promise<{ readonly code: number | NodeJS.Signals; readonly output: string }>;
  /** Process ids of its child processes. */
  children(): Promise<readonly number[]>;
}

export function startProgram(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Program {
  const child = spawn(process.execPath, [`dist/${name}.js`, ...args], {
    cwd: example,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that a test can do what Ctrl-C does: signal the whole group.
    detached: true,
  });
  const pid = child.pid ?? 0;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code: code ?? signal, output }));
  return {
    pid,
    output: () => output,
    prints: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (output.includes(text)) resolve(output);
        };
        look();
        child.stdout?.on('data', look);
        child.stderr?.on('data', look);
        void ended.then(() => reject(new Error(`ended without printing ${text}:\n${output}`)));
      }),
    signal: (signal) => child.kill(signal),
    ended,
    children: async () => {
      const { stdout } = await run('pgrep', ['-P', String(pid)]);
      return stdout.trim().split('\n').map(Number);
    },
  };
}

/** Resolves once there is no such process any more. */
export async function isGone(pid: number): Promise<void> {
  await vi.waitFor(
    () => {
      if (isRunning(pid)) throw new Error(`process ${pid} is still running`);
    },
    { timeout: patience, interval: 50 },
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
