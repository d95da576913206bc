import { type ChildProcess, fork } from 'node:child_process';
import type { Progress } from './progress.js';
import { type Measure, measure } from './statistics.js';
import type { Span, TaskMessage } from './task-process.js';

/** A task to measure: a name for the table, and the words that `task-process.ts` makes it from. */
export interface Contestant {
  readonly name: string;
  readonly words: readonly string[];
}

/** How many rounds there are, and how long. */
export interface Rounds {
  readonly rounds: number;
  readonly warmUp: Span;
  readonly span: Span;
}

/** Nanoseconds an operation by contestant's name, and what went wrong with the others. */
export interface Contest {
  readonly measures: ReadonlyMap<string, Measure>;
  readonly failures: ReadonlyMap<string, string>;
}

/**
 * Lets contestants run in turn, one span each a round, every one in its own process and none beside another, so that
 * a machine that is slower for a while is slower for all of them.
 */
export async function interleave(
  contestants: readonly Contestant[],
  { rounds, warmUp, span }: Rounds,
  progress: Progress,
): Promise<Contest> {
  const samples = new Map<string, number[]>();
  const failures = new Map<string, string>();
  const processes = new Map<string, ChildProcess>();

  async function tell(name: string, message: Span): Promise<void> {
    const child = processes.get(name);
    if (child === undefined || failures.has(name)) return;
    const answer = answerOf(child);
    child.send(message);
    keep(name, await answer);
  }
  function keep(name: string, answer: TaskMessage): void {
    if ('error' in answer) failures.set(name, answer.error);
    if ('nanoseconds' in answer) samples.set(name, [...(samples.get(name) ?? []), answer.nanoseconds]);
  }

  try {
    for (const { name, words } of contestants) {
      progress.say(`${name}: getting ready`);
      const child = fork(new URL('./task-process.js', import.meta.url), words);
      processes.set(name, child);
      keep(name, await answerOf(child));
      await tell(name, warmUp);
    }
    samples.clear();
    for (let round = 0; round < rounds; round++) {
      for (const { name } of contestants) {
        progress.say(`${name}: round ${round + 1} of ${rounds}`);
        await tell(name, span);
      }
    }
  } finally {
    for (const child of processes.values()) child.kill();
  }
  const good = [...samples].filter(([name]) => !failures.has(name));
  return { measures: new Map(good.map(([name, values]) => [name, measure(values)])), failures };
}

function answerOf(child: ChildProcess): Promise<TaskMessage> {
  return new Promise((resolve) => {
    const ended = (code: number | null) => resolve({ error: `ended with code ${code}` });
    child.once('exit', ended);
    child.once('message', (message: TaskMessage) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}
