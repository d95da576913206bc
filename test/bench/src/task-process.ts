import { median } from './statistics.js';
import type { Task } from './tasks/task.js';
import { tasks } from './tasks/tasks.js';

/**
 * How long to go on: until `timed` milliseconds were spent in batches and so many operations made, or until `wall`
 * milliseconds have passed.
 */
export interface Span {
  readonly timed: number;
  readonly operations: number;
  readonly wall: number;
}

/** What the process says: that it is ready, how fast it was in a span, or what went wrong. */
export type TaskMessage =
  | { readonly ready: true }
  | { readonly nanoseconds: number }
  | { readonly error: string };

// One process a task: what one engine's shapes do to the compiled code must not touch another's.
const [kind = '', ...words] = process.argv.slice(2);
try {
  const make = tasks.get(kind);
  if (make === undefined) throw new Error(`there is no task ${kind}`);
  const task = await make(...words);
  process.on('message', (span: Span) => {
    nanosecondsPerOperation(task, span).then(
      (nanoseconds) => say({ nanoseconds }),
      (error: unknown) => say({ error: String(error) }),
    );
  });
  say({ ready: true });
} catch (error) {
  say({ error: error instanceof Error ? error.message : String(error) });
}

/** That of the middle batch: where another process had the core in the meantime, a batch tells nothing of its task. */
async function nanosecondsPerOperation(
  task: Task,
  { timed, operations: least, wall }: Span,
): Promise<number> {
  const end = performance.now() + wall;
  const times: number[] = [];
  let elapsed = 0;
  do {
    const run = task.batch();
    const start = performance.now();
    const running = run();
    if (running !== undefined) await running;
    const time = performance.now() - start;
    elapsed += time;
    times.push(time);
  } while ((elapsed < timed || times.length * task.operations < least) && performance.now() < end);
  return (median(times) * 1e6) / task.operations;
}

function say(message: TaskMessage): void {
  process.send?.(message);
}
