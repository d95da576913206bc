import type { Cell, Table } from './section.js';

/** A table as Markdown, with what its figures mean. */
export function toMarkdown({ title, about, columns, rows, notes }: Table): string {
  const head = ['', ...columns];
  const lines = [
    head,
    head.map((_, index) => (index === 0 ? '---' : '---:')),
    ...rows.map(({ name, cells }) => [name, ...columns.map((column) => toText(cells[column]))]),
  ];
  const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const list = notes.map((note) => `- ${note}`).join('\n');
  return [`## ${title}`, about, table, list].filter((part) => part !== '').join('\n\n');
}

/** A figure in a table; spread in per cent of the median. */
export function toText(cell: Cell | undefined): string {
  if (cell === undefined) return '–';
  if (cell.kind === 'text') return cell.text;
  const { median, spread } = cell.measure;
  const percent = `± ${Math.round((spread / median) * 100)} %`;
  switch (cell.kind) {
    case 'perSecond':
      return `${perSecond(median)} ${percent}`;
    case 'nanoseconds':
      return `${duration(median)} ${percent}`;
    case 'ratio':
      return `${threeDigits(median)}×`;
  }
}

function perSecond(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)} M`;
  return threeDigits(value);
}

function duration(nanoseconds: number): string {
  if (nanoseconds >= 1e6) return `${threeDigits(nanoseconds / 1e6)} ms`;
  if (nanoseconds >= 1e3) return `${threeDigits(nanoseconds / 1e3)} µs`;
  return `${Math.round(nanoseconds)} ns`;
}

function threeDigits(value: number): string {
  if (value >= 1000) return Math.round(Number(value.toPrecision(3))).toLocaleString('en-GB');
  return String(Number(value.toPrecision(value >= 100 ? 3 : 2)));
}
