import pico from 'picocolors';
import { unwritableText } from './system-error.js';
import { terminalText } from './terminal-text.js';

/** Where a command writes: the process's streams, or what a test collects. */
export interface Terminal {
  /** Writes a line to stdout: what was asked for. */
  readonly print: (line: string) => void;
  /** Writes a line to stderr: progress, warnings, errors. */
  readonly tell: (line: string) => void;
  /** Whether stdout is a terminal in which people read: if not, output is plain, and lines are JSON where they may be. */
  readonly isTerminal: boolean;
  /** Colours for stdout, which leave text as it is where there are none: not in a terminal, or `NO_COLOR` is set. */
  readonly colours: Colours;
  /** Colours for stderr. */
  readonly errorColours: Colours;
  /** Width of stdout in columns; 80 where it has none. */
  readonly columns: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

/** Functions that colour a text. */
export type Colours = Readonly<
  Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'cyan' | 'magenta', (text: string) => string>
>;

/** Colours for a stream. https://no-color.org, https://force-color.org */
export function coloursFor(
  isTerminal: boolean,
  { NO_COLOR, FORCE_COLOR, TERM }: Terminal['environment'],
): Colours {
  if (NO_COLOR) return pico.createColors(false);
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return pico.createColors(forced || (isTerminal && TERM !== 'dumb'));
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const errorColours = coloursFor(stderr.isTTY === true, env);
  let isRead = true;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      stderr.write(`${errorColours.red('error')}  ${unwritableText('stdout', error)}\n`);
      process.exit(2);
    }
    // A reader that has seen enough, such as `head`, closes the pipe. The exit code is the answer's all the same; what
    // would go on until a signal stops as where its terminal is closed.
    if (isRead) process.emit('SIGHUP', 'SIGHUP');
    isRead = false;
  });
  // What is told is told to nobody, and nothing else changes.
  stderr.on('error', () => undefined);
  const isTerminal = stdout.isTTY === true;
  return {
    print: (line) => stdout.write(`${isTerminal ? terminalText(line) : line}\n`),
    tell: (line) => stderr.write(`${stderr.isTTY === true ? terminalText(line) : line}\n`),
    isTerminal,
    colours: coloursFor(isTerminal, env),
    errorColours,
    columns: stdout.columns ?? 80,
    environment: env,
    folder: process.cwd(),
  };
}
