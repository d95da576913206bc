import { fork } from 'node:child_process';

/** The environment without certificates to trust besides Node's own: to read those takes several times as long as a start. */
export const environment: NodeJS.ProcessEnv = { ...process.env, NODE_EXTRA_CA_CERTS: undefined };

/** The one number that a script says, run in a process of its own. */
export function numberFrom(
  script: URL,
  words: readonly string[],
  execArgv: readonly string[] = [],
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(script, words, { execArgv: [...execArgv], env: environment });
    child.once('message', (value) => resolve(Number(value)));
    child.once('exit', (code) => reject(new Error(`${script.pathname} ended with code ${code}`)));
  });
}
