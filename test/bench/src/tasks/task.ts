/** Something small that is done over and over, in a process of its own. */
export interface Task {
  /** How many operations a batch has. */
  readonly operations: number;
  /** Makes a batch ready, which is not timed, and gives what does it, which is. It throws if a result is wrong. */
  readonly batch: () => () => void | Promise<void>;
}

/** Makes a task from the words that the process was started with. */
export type TaskMaker = (...words: readonly string[]) => Promise<Task>;
