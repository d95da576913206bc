/**
 * Writes the data files of the catalogue from the AWS SDK and the service authorization reference (both development
 * dependencies). `--check` writes nothing and fails when a file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { argv, exit, stderr } from 'node:process';
import { fileURLToPath } from 'node:url';
import { readActions, readConditionKeys, readResourceTypes } from './catalog/actions.mjs';
import { readOperations } from './catalog/operations.mjs';
import { renderActions, renderOperations } from './catalog/render.mjs';

const directory = new URL('../src/cognito/', import.meta.url);

/** The text that each data file should have, by file name. Writes nothing. */
export async function generateCatalog() {
  const operations = readOperations();
  const names = operations.map(({ operation }) => operation);
  const [actions, resourceTypes, conditionKeys] = await Promise.all([
    readActions(names),
    readResourceTypes(),
    readConditionKeys(),
  ]);
  return new Map([
    ['operations.data.ts', renderOperations(operations)],
    ['actions.data.ts', renderActions(actions, resourceTypes, conditionKeys)],
  ]);
}

/** Names of the files in `files` whose text on disk differs; `read` gives a file's text by name. */
export function staleFiles(files, read = (name) => readFileSync(new URL(name, directory), 'utf8')) {
  return [...files].filter(([name, text]) => read(name) !== text).map(([name]) => name);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const files = await generateCatalog();
  if (argv.includes('--check')) {
    const stale = staleFiles(files);
    for (const name of stale) {
      stderr.write(`${fileURLToPath(new URL(name, directory))} is stale: run \`pnpm generate\`\n`);
    }
    exit(stale.length === 0 ? 0 : 1);
  }
  for (const [name, text] of files) writeFileSync(new URL(name, directory), text);
}
