import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { StartError } from './start-error.js';

/** What the command line and the environment say. */
export interface Options {
  readonly port: number;
  /** Absolute path of the data folder. */
  readonly folder: string;
  readonly help: boolean;
}

/** What `--help` prints. */
export const usage = `usage: pnpm start [--port number] [--data folder]

  --port, PORT=…        port to listen on; default 4555, 0 picks a free one
  --data, DATA_DIR=…    folder for users, groups and the signing key; default examples/mock-cognito/.cognito-local
  NO_COLOR=1            no colours`;

const defaultPort = '4555';
const defaultFolder = fileURLToPath(new URL('../.cognito-local', import.meta.url));

/** Reads the options, a flag before its variable; an unknown flag or a bad value is a {@link StartError}. */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const flags = readFlags(args);
  const folder = flags.data ?? (environment['DATA_DIR'] || undefined);
  return {
    port: readPort(flags.port ?? (environment['PORT'] || defaultPort)),
    // The package manager changes the working directory, and tells from where it was called.
    folder: folder === undefined ? defaultFolder : resolve(environment['INIT_CWD'] ?? process.cwd(), folder),
    help: flags.help ?? false,
  };
}

function readFlags(args: readonly string[]): { port?: string; data?: string; help?: boolean } {
  try {
    const options = {
      port: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean' },
    } as const;
    return parseArgs({ args: args.filter((arg) => arg !== '--'), options }).values;
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new StartError(`the port \`${text}\` is not a number from 0 to 65535`);
  }
  return port;
}
