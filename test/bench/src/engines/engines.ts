import { boundClosures } from './bound-closures.js';
import { casbin } from './casbin.js';
import { casl } from './casl.js';
import { caslFunctions } from './casl-functions.js';
import { cedar } from './cedar.js';
import { closures } from './closures.js';
import type { Engine } from './engine.js';
import { iamSimulate } from './iam-simulate.js';
import { ours, oursBound } from './ours.js';
import { pbac } from './pbac.js';

/** Everything that is measured, in the order of the table. A new one is a file beside these and a row here. */
export const engines: readonly Engine[] = [
  ours,
  oursBound,
  closures,
  boundClosures,
  casl,
  caslFunctions,
  casbin,
  cedar,
  pbac,
  iamSimulate,
];
