import type { Command } from 'commander';
import type { Terminal } from './terminal.js';

/** Gives the exit code: 0 where all is well, 1 for a "no", 2 for a mistake of the user's. */
export type CommandAction = () => Promise<number>;

/** One command of the program. */
export interface CommandRow {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Lines of the help's "Examples:", each a command and what it is for. */
  readonly examples: readonly (readonly [command: string, purpose: string])[];
  /**
   * Adds arguments and options, and the action. What an action needs is imported by the action, so that no command
   * waits for the code of another.
   */
  readonly define: (command: Command, terminal: Terminal, act: (run: CommandAction) => Promise<void>) => void;
}
