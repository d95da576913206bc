import type { CommandRow } from '../command-row.js';

/** Every command, in the order of the help. */
export const commands: readonly CommandRow[] = [];
