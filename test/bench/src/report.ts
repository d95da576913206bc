import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Machine } from './machine.js';
import { toMarkdown, toText } from './markdown.js';
import type { Table } from './section.js';

/** What a run found out. */
export interface Report {
  readonly command: string;
  readonly date: string;
  readonly machine: Machine;
  readonly tables: readonly Table[];
}

const results = new URL('../results/', import.meta.url);
const readme = new URL('../../../README.md', import.meta.url);
const [begin, end] = ['<!-- bench: begin -->', '<!-- bench: end -->'];

/** Writes the JSON file and, for people, the Markdown file beside it. */
export function writeReport(report: Report, name: string): void {
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL(`${name}.json`, results), `${JSON.stringify(report, undefined, 2)}\n`);
  const versions = Object.entries(report.machine.packages).map(([name, version]) => `${name} ${version}`);
  const parts = [
    '# Benchmark',
    source(report),
    ...report.tables.map(toMarkdown),
    '## Versions',
    versions.join(', '),
  ];
  writeFileSync(new URL(`${name}.md`, results), `${parts.join('\n\n')}\n`);
}

/** The report of an earlier run. */
export function readReport(name: string): Report {
  return JSON.parse(readFileSync(new URL(`${name}.json`, results), 'utf8'));
}

/** Puts the tables, in short, between the two marks in the README: ratios where there are any, since those travel. */
export function writeReadme(report: Report): void {
  const text = readFileSync(readme, 'utf8');
  const [before, rest] = split(text, begin);
  const [, after] = split(rest, end);
  const parts = [begin, source(report), ...report.tables.filter(isQuoted).map(inShort), end];
  writeFileSync(readme, `${before}${parts.join('\n\n')}${after}`);
}

function isQuoted({ section }: Table): boolean {
  return section !== 'parity' && section !== 'instructions';
}

function inShort({ title, columns, rows }: Table): string {
  const ratios = columns.filter((column) => column.startsWith('×'));
  const shown = ratios.length > 0 ? ratios : columns;
  const own = rows.filter(({ name }) => !name.startsWith('control'));
  const lines = [
    [title, ...shown],
    ['---', ...shown.map(() => '---:')],
    ...own.map(({ name, cells }) => [name, ...shown.map((column) => toText(cells[column]))]),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function source({ command, date, machine }: Report): string {
  const { node, cores, cpu, memoryGiB, platform } = machine;
  return `\`${command}\`, ${date.slice(0, 10)}: Node ${node}, ${cores} × ${cpu}, ${memoryGiB} GiB, ${platform}.`;
}

function split(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  if (at === -1) throw new Error(`the README has no ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
