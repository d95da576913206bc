import { ConfigurationError, PolicyError } from '@cognito-iam/core';
import { formatBanner } from './banner.js';
import { readOptions, usage } from './options.js';
import { StartError } from './start-error.js';
import { startMock } from './start-mock.js';

/** Runs the mock until a signal or the emulator's end; resolves with the exit code. */
async function run(): Promise<number> {
  const { port, folder, help } = readOptions(process.argv.slice(2), process.env);
  if (help) {
    console.log(usage);
    return 0;
  }
  const stopped = signal();
  const mock = await startMock({ port, folder, write: (line) => console.log(`${time()}  ${line}`) });
  const colour = process.stdout.isTTY === true && !process.env['NO_COLOR'];
  console.log(formatBanner({ endpoint: mock.endpoint, folder, colour }));

  const end = await Promise.race([stopped, mock.emulator.died]);
  // A second Ctrl-C does not wait.
  process.once('SIGINT', () => process.exit(130));
  await mock.close();
  if (end instanceof StartError) throw end;
  console.log(`Stopped (${end}).`);
  return 0;
}

function signal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => resolve(name));
  });
}

function time(): string {
  return new Date().toTimeString().slice(0, 8);
}

/** Whether the message says it all: no port, no emulator, a policy file that IAM would refuse. */
function isForUser(error: unknown): error is Error {
  return error instanceof StartError || error instanceof ConfigurationError || error instanceof PolicyError;
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(isForUser(error) ? `Cannot go on: ${error.message}` : error);
  process.exitCode = 1;
}
