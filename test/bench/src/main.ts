import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { machine } from './machine.js';
import { toMarkdown } from './markdown.js';
import { progress } from './progress.js';
import type { Settings, Table } from './section.js';
import { sections } from './sections/sections.js';

const usage = `pnpm bench [--quick] [section …]

Sections: ${sections.map(({ name }) => name).join(', ')}; all of them if none is named.
  --quick         few and short rounds, to see that it runs; its figures mean little
The report goes to test/bench/results/latest.md and latest.json; that of a quick run to quick.md and quick.json.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !sections.some((section) => section.name === name));
if (values.help || unknown.length > 0) {
  console.log(unknown.length === 0 ? usage : `there is no section ${unknown.join(', ')}\n\n${usage}`);
  process.exit(unknown.length === 0 ? 0 : 2);
}

const { quick } = values;
const settings: Settings = {
  quick,
  rounds: quick
    ? { rounds: 3, warmUp: { timed: 50, wall: 200 }, span: { timed: 20, wall: 100 } }
    : { rounds: 9, warmUp: { timed: 300, wall: 1500 }, span: { timed: 60, wall: 400 } },
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

const name = quick ? 'quick' : 'latest';
const results = new URL('../results/', import.meta.url);
const command = ['pnpm bench', ...process.argv.slice(2)].join(' ');
const report = { command, date: new Date().toISOString(), machine: machine(), tables };
mkdirSync(results, { recursive: true });
writeFileSync(new URL(`${name}.json`, results), `${JSON.stringify(report, undefined, 1)}\n`);
const { cpu, cores, memoryGiB, platform, node, packages } = report.machine;
const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
writeFileSync(
  new URL(`${name}.md`, results),
  `${[
    '# Benchmark',
    `\`${command}\`, ${report.date}. Node ${node}, ${cores} × ${cpu}, ${memoryGiB} GiB, ${platform}.`,
    ...tables.map(toMarkdown),
    '## Versions',
    versions.join(', '),
  ].join('\n\n')}\n`,
);
