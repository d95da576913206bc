import { coloursFor, type Terminal } from '../src/terminal.js';

/** A terminal without colours that keeps what is written to it. */
export interface CollectingTerminal extends Terminal {
  readonly printed: readonly string[];
  readonly told: readonly string[];
}

/** A terminal in a folder, with no environment but what is given. */
export function collectingTerminal(
  folder: string,
  environment: Terminal['environment'] = {},
): CollectingTerminal {
  const printed: string[] = [];
  const told: string[] = [];
  const colours = coloursFor(false, { NO_COLOR: '1' });
  return {
    printed,
    told,
    print: (line) => printed.push(line),
    tell: (line) => told.push(line),
    isTerminal: false,
    colours,
    errorColours: colours,
    columns: 80,
    environment,
    folder,
  };
}
