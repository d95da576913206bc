import { fork } from 'node:child_process';

/** Certificates to trust besides Node's own, where the machine has such, take several times as long to read as a start. */
const env = { ...process.env, NODE_EXTRA_CA_CERTS: undefined };

/** The one number that a script says, run in a process of its own. */
export function numberFrom(
  script: URL,
  words: readonly string[],
  execArgv: readonly string[] = [],
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(script, words, { execArgv: [...execArgv], env });
    child.once('message', (value) => resolve(Number(value)));
    child.once('exit', (code) => reject(new Error(`${script.pathname} ended with code ${code}`)));
  });
}
