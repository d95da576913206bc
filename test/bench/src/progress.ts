/** A line on the terminal that says what is going on; nothing where the output is no terminal. */
export interface Progress {
  say(what: string): void;
  clear(): void;
}

export function progress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const show = (text: string) => {
    if (stream.isTTY) stream.write(`\r\u001b[2K${text}`);
  };
  return { say: show, clear: () => show('') };
}
