import { decideTask } from './decide.js';
import { growthTask } from './growth.js';
import { pathTask } from './path.js';
import type { TaskMaker } from './task.js';
import { tokenTask } from './token.js';

/** What `task-process.ts` can be told to do. */
export const tasks: ReadonlyMap<string, TaskMaker> = new Map<string, TaskMaker>([
  ['decide', decideTask],
  ['token', tokenTask],
  ['path', pathTask],
  ['growth', growthTask],
]);
