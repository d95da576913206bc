import { fork } from 'node:child_process';

/** The one number that a script says, run in a process of its own. */
export function numberFrom(
  script: URL,
  words: readonly string[],
  execArgv: readonly string[] = [],
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(script, words, { execArgv: [...execArgv] });
    child.once('message', (value) => resolve(Number(value)));
    child.once('exit', (code) => reject(new Error(`${script.pathname} ended with code ${code}`)));
  });
}
