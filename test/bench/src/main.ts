import { parseArgs } from 'node:util';
import { machine } from './machine.js';
import { toMarkdown } from './markdown.js';
import { progress } from './progress.js';
import { readReport, writeReadme, writeReport } from './report.js';
import type { Settings, Table } from './section.js';
import { sections } from './sections/sections.js';

const usage = `pnpm bench [--quick] [section …]
pnpm bench --write-readme

Sections: ${sections.map(({ name }) => name).join(', ')}; all of them if none is named.
  --quick         few and short rounds, to see that it runs; its figures mean little
  --write-readme  measures nothing: puts the tables of the last whole run into the README
The report of a whole run goes to test/bench/results/latest.md and latest.json, that of a quick or partial one to
quick.* and partial.* beside them.`;

/**
 * After so many the fast contestants run compiled code. Time alone does not tell: on a busy machine another process may
 * take it all, and what was never warm is slow in every round.
 */
const warmUpOperations = 30_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    'write-readme': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !sections.some((section) => section.name === name));
if (values.help || unknown.length > 0) {
  console.log(unknown.length === 0 ? usage : `there is no section ${unknown.join(', ')}\n\n${usage}`);
  process.exitCode = unknown.length === 0 ? 0 : 2;
} else if (values['write-readme']) {
  writeReadme(readReport('latest'));
} else {
  await run(values.quick);
}

async function run(quick: boolean): Promise<void> {
  const settings: Settings = {
    quick,
    rounds: quick
      ? {
          rounds: 3,
          warmUp: { timed: 50, operations: warmUpOperations, wall: 2000 },
          span: { timed: 20, operations: 0, wall: 100 },
        }
      : {
          rounds: 9,
          warmUp: { timed: 400, operations: warmUpOperations, wall: 4000 },
          span: { timed: 60, operations: 0, wall: 400 },
        },
    progress: progress(),
  };
  const tables: Table[] = [];
  for (const section of sections) {
    if (positionals.length > 0 && !positionals.includes(section.name)) continue;
    const table = await section.measure(settings);
    settings.progress.clear();
    console.log(`${toMarkdown(table)}\n`);
    tables.push(table);
  }
  const command = ['pnpm bench', ...process.argv.slice(2)].join(' ');
  const report = { command, date: new Date().toISOString(), machine: machine(), tables };
  writeReport(report, nameOf(quick));
}

function nameOf(quick: boolean): string {
  if (quick) return 'quick';
  return positionals.length > 0 ? 'partial' : 'latest';
}
