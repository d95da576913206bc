import type { CoverageReport, PolicyCoverage } from './coverage-report.js';
import { escaped } from './escaped.js';
import { sheetTitle } from './never-exercised.js';
import { lastLine, type Mark, marginOf, marksOf } from './source-marks.js';

/** A text with the policies that are written in it. */
export interface Sheet {
  readonly title: string;
  readonly text: string;
  readonly policies: readonly PolicyCoverage[];
}

/** Lines that are shown around what is counted; a file may hold much else. */
const context = 2;

/** The texts of policies, those of one file once. */
export function sheetsOf({ policies, sources }: CoverageReport): readonly Sheet[] {
  const sheets = new Map<string, PolicyCoverage[]>();
  for (const [index, policy] of policies.entries()) {
    const { file, source } = policy;
    const key = file === undefined ? String(index) : JSON.stringify([file, source]);
    sheets.set(key, [...(sheets.get(key) ?? []), policy]);
  }
  return [...sheets.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const title = sheetTitle(first) + (first.file === undefined ? `: ${first.name}` : '');
    return { title, text: sources[first.source] ?? '', policies: own };
  });
}

/** The lines of a text about policies, with hits in the margin. Lines have ids: `source-1-12`. */
export function sourceTable({ title, text, policies }: Sheet, id: string): string {
  const lines = text.split(/\r?\n/);
  const marks = new Map<number, Mark[]>();
  for (const mark of policies.flatMap(marksOf)) marks.set(mark.line, [...(marks.get(mark.line) ?? []), mark]);
  const heads = new Set(policies.flatMap(({ statements }) => statements.map(({ line }) => line)));
  const shown = new Set<number>();
  const dead = new Set<number>();
  const show = (from: number, to: number): void => {
    for (let line = Math.max(1, from); line <= Math.min(lines.length, to); line++) shown.add(line);
  };
  for (const { statements, file, place } of policies) {
    if (file === undefined) show(1, lines.length);
    else if (place !== undefined) show(place.line, place.line);
    for (const statement of statements) {
      const last = lastLine(lines, statement, heads);
      show(statement.line - context, last + context);
      if (statement.matched > 0) continue;
      for (let line = statement.line; line <= last; line++) dead.add(line);
    }
  }
  const rows: string[] = [];
  let before = 0;
  for (const line of [...shown].sort((one, other) => one - other)) {
    if (line > before + 1) rows.push(gapRow(before + 1, line - 1));
    rows.push(lineRow(lines[line - 1] ?? '', line, marks.get(line) ?? [], dead.has(line), id));
    before = line;
  }
  if (before < lines.length && lines.slice(before).join('').trim() !== '')
    rows.push(gapRow(before + 1, lines.length));
  return `<div class="source" role="region" tabindex="0" aria-label="${escaped(title)}">
<table>
<thead class="unseen"><tr><th scope="col">Line</th><th scope="col">Allowed or met</th><th scope="col">Denied or not met</th><th scope="col">Source</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>`;
}

function gapRow(from: number, to: number): string {
  const text = from === to ? `line ${from}` : `lines ${from} to ${to}`;
  return `<tr class="gap"><td colspan="4">⋯ ${text}</td></tr>`;
}

function lineRow(text: string, line: number, marks: readonly Mark[], isDead: boolean, id: string): string {
  const margin = marginOf(marks);
  const state =
    margin?.state === 'never' || isDead ? ' class="never"' : margin ? ` class="${margin.state}"` : '';
  const words = marks.map(({ title }) => title).join('\n');
  const titled = words === '' ? '' : ` title="${escaped(words)}"`;
  const count = (kind: 'yes' | 'no', sign: string): string => {
    const number = margin?.[kind] ?? 0;
    const content =
      margin === undefined ? '' : `<span${number === 0 ? ' class="zero"' : ''}>${sign}${number}</span>`;
    return `<td class="${kind}"${titled}>${content}</td>`;
  };
  const unseen = margin?.state === 'never' ? '<span class="unseen">never exercised: </span>' : '';
  return `<tr id="${id}-${line}"${state}><th scope="row">${line}</th>${count('yes', '✓')}${count('no', '✗')}<td class="code">${unseen}${codeOf(text, marks)}</td></tr>`;
}

/** The text of a line in which what was not exercised is marked. */
function codeOf(text: string, marks: readonly Mark[]): string {
  const found = marks
    .flatMap(({ word, column, state, title }) => {
      const start = word === undefined || state === 'hit' ? -1 : text.indexOf(word, column - 1);
      return start < 0 ? [] : { start, end: start + (word?.length ?? 0), state, title };
    })
    .sort((one, other) => one.start - other.start);
  let html = '';
  let at = 0;
  for (const { start, end, state, title } of found) {
    if (start < at) continue;
    html += `${escaped(text.slice(at, start))}<mark class="${state}" title="${escaped(title)}">${escaped(text.slice(start, end))}</mark>`;
    at = end;
  }
  return html + escaped(text.slice(at));
}
