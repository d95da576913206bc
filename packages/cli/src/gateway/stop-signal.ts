/** A wish to stop: from the keyboard or another process. */
export interface StopSignal {
  /** Resolves with the first signal. A second one ends the process at once. */
  readonly received: Promise<NodeJS.Signals>;
  /** Listens no more. */
  release(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Exit codes of a process that a signal ended: as it started, or in the midst of stopping. */
export const exitCodes: ReadonlyMap<NodeJS.Signals, number> = new Map([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]);

/** Listens for signals from now on. `atOnce` runs before a second one ends the process. */
export function stopSignal(atOnce: () => void): StopSignal {
  let first = true;
  let listener: (signal: NodeJS.Signals) => void = () => undefined;
  const received = new Promise<NodeJS.Signals>((resolve) => {
    listener = (signal) => {
      if (first) {
        first = false;
        resolve(signal);
        return;
      }
      atOnce();
      process.exit(exitCodes.get(signal) ?? 1);
    };
  });
  for (const signal of signals) process.on(signal, listener);
  return {
    received,
    release: () => {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}
