/** One task that is asked for again and again, and never runs twice at once. */
export interface Refresher {
  /** Resolves once a run that began after this call is over; never rejects. */
  refresh(): Promise<void>;
  /** The run that somebody waits for, while there is one. */
  readonly pending: Promise<void> | undefined;
}

/** Makes a {@link Refresher} of `run`, which must not reject. Those who ask during a run share the next. */
export function refresher(run: () => Promise<void>): Refresher {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    const running = run().finally(() => {
      if (current === running) current = undefined;
    });
    current = running;
    return running;
  };
  return {
    refresh() {
      if (current === undefined) return begin();
      next ??= current.then(() => {
        next = undefined;
        return begin();
      });
      return next;
    },
    get pending() {
      return next ?? current;
    },
  };
}
