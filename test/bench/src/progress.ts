/** What is going on, for whoever waits. */
export interface Progress {
  say(what: string): void;
  clear(): void;
}

/** In milliseconds: how often there is a line where none can be written over. */
const seldom = 10_000;

/** A line on a terminal that is written over; elsewhere a line now and then. */
export function progress(stream: NodeJS.WriteStream = process.stderr): Progress {
  if (stream.isTTY) {
    const show = (text: string) => void stream.write(`\r\u001b[2K${text}`);
    return { say: show, clear: () => show('') };
  }
  let next = 0;
  return {
    say(what) {
      if (performance.now() < next) return;
      next = performance.now() + seldom;
      stream.write(`${what}\n`);
    },
    clear() {},
  };
}
