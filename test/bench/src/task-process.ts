import type { Task } from './tasks/task.js';
import { tasks } from './tasks/tasks.js';

/** How long to go on: until `timed` milliseconds were spent in batches or `wall` have passed, whichever comes first. */
export interface Span {
  readonly timed: number;
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

async function nanosecondsPerOperation(task: Task, span: Span): Promise<number> {
  const end = performance.now() + span.wall;
  let elapsed = 0;
  let operations = 0;
  do {
    const run = task.batch();
    const start = performance.now();
    const running = run();
    if (running !== undefined) await running;
    elapsed += performance.now() - start;
    operations += task.operations;
  } while (elapsed < span.timed && performance.now() < end);
  return (elapsed * 1e6) / operations;
}

function say(message: TaskMessage): void {
  process.send?.(message);
}
