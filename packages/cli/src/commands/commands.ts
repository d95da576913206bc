import type { CommandRow } from '../command-row.js';
import { actions } from './actions.js';
import { check } from './check.js';
import { contract } from './contract.js';
import { explain } from './explain.js';
import { generate } from './generate.js';
import { init } from './init.js';
import { lint } from './lint.js';
import { matrix } from './matrix.js';
import { serve } from './serve.js';
import { token } from './token.js';

/** Every command, in the order of the help. */
export const commands: readonly CommandRow[] = [
  init,
  serve,
  check,
  explain,
  lint,
  actions,
  matrix,
  contract,
  generate,
  token,
];
