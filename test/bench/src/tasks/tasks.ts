import { decideTask } from './decide.js';
import type { TaskMaker } from './task.js';

/** What `task-process.ts` can be told to do. */
export const tasks: ReadonlyMap<string, TaskMaker> = new Map<string, TaskMaker>([['decide', decideTask]]);
