/** Writes lines together: what happens within a moment costs one call of the system. */
export interface LineWriter {
  /** Writes the line that `make` gives, after those before it, a moment later. */
  add(make: () => string | undefined): void;
  /** Writes what has been added, at once. */
  flush(): void;
}

/** How long a line may wait, in milliseconds: nobody who reads notices it. */
const moment = 20;

/** The most lines that wait: more are written at once. */
const mostWaiting = 1_000;

/**
 * Makes a {@link LineWriter}; `write` gets whole lines, the last with its end. `failed` hears what making one threw:
 * that line is missing, and no other.
 */
export function lineWriter(write: (text: string) => void, failed: (error: unknown) => void): LineWriter {
  let waiting: (() => string | undefined)[] = [];
  let due: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(due);
    due = undefined;
    const made = waiting;
    waiting = [];
    let text = '';
    for (const make of made) {
      try {
        const line = make();
        if (line !== undefined) text += `${line}\n`;
      } catch (error) {
        failed(error);
      }
    }
    if (text !== '') write(text);
  };
  return {
    add(make) {
      waiting.push(make);
      if (waiting.length >= mostWaiting) flush();
      else due ??= setTimeout(flush, moment);
    },
    flush,
  };
}
