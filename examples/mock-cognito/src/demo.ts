import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoReport, takeTour } from './demo-tour.js';
import { StartError } from './start-error.js';
import { startMock } from './start-mock.js';
import { formatTable } from './table.js';

/** Prints the report; resolves with the exit code: 0 where every call ended as expected. */
function report({ users, rows, deniedMessage }: DemoReport): number {
  const marks = rows.map(({ results, expected }) =>
    results.every((result, index) => result === expected[index]),
  );
  const table = formatTable([
    ['', ...users],
    ...rows.map(({ label, results }, index) => [
      label,
      ...results,
      ...(marks[index] === true ? [] : ['UNEXPECTED']),
    ]),
  ]);
  console.log(table.join('\n'));
  console.log(`\nWhat bob was told when he tried to delete dave:\n${deniedMessage}\n`);
  const wrong = rows.filter((_row, index) => marks[index] !== true);
  for (const { label, expected } of wrong) console.error(`${label}: expected ${expected.join(', ')}`);
  console.log(
    wrong.length === 0 ? 'Every call ended as expected.' : `${wrong.length} calls did not end as expected.`,
  );
  return wrong.length === 0 && deniedMessage !== '' ? 0 : 1;
}

async function run(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'mock-cognito-demo-'));
  try {
    const mock = await startMock({ port: 0, folder, write: () => undefined });
    try {
      return report(await takeTour(mock));
    } finally {
      await mock.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// The SDK's advice on Node versions is not what this is about.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof StartError ? `Cannot go on: ${error.message}` : error);
  process.exitCode = 1;
}
