import { runCommand } from './program.js';
import { processTerminal } from './terminal.js';

/** Runs the command with this process's arguments, streams and exit code. */
export async function runProcess(): Promise<void> {
  process.exitCode = await runCommand(process.argv.slice(2), processTerminal());
}
