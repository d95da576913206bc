import type { TextColours } from '@cognito-iam/account';
import type { CoverageReport, CoverageSummary, Share } from './coverage-report.js';
import { gapsOf, sheetTitle } from './never-exercised.js';

/** How a table is written. */
export interface TableStyle {
  readonly colours: TextColours;
  /** The width of the terminal. */
  readonly columns: number;
}

interface TableRow {
  readonly title: string;
  readonly summary: CoverageSummary;
  readonly lines: string;
}

const heads = ['% Stmts', '% Actions', '% Conds'] as const;
const shownGaps = 20;
const narrowestName = 12;
const leastLines = 12;

/** The report as a table, as tools for line coverage print it, with the places below of what was never exercised. */
export function coverageTable(report: CoverageReport, { colours, columns }: TableStyle): readonly string[] {
  if (report.policies.length === 0) {
    return ['Policy coverage: no account with policies about Cognito user pools was made in this run'];
  }
  const rows = rowsOf(report);
  const room = columns - heads.reduce((width, head) => width + head.length + 3, 3);
  const longestLines = Math.max(...rows.map(({ lines }) => lines.length), 'Lines'.length);
  const longestTitle = Math.max(...rows.map(({ title }) => title.length));
  const linesWidth = Math.min(longestLines, Math.max(leastLines, room - longestTitle));
  const nameWidth = Math.max(narrowestName, Math.min(longestTitle, room - linesWidth));
  const line = [nameWidth + 1, ...heads.map((head) => head.length + 2), linesWidth + 1]
    .map((width) => '-'.repeat(width))
    .join('|');
  const head = ['Policy'.padEnd(nameWidth), ...heads, 'Lines'.padEnd(linesWidth)].join(' | ').trimEnd();
  const body = rows.map(({ title, summary, lines }) => {
    const shares = [summary.statements, summary.actions, summary.conditions];
    const colour = colourOf(shares, colours);
    const cells = shares.map((share, index) => {
      const text = percentText(share).padStart(heads[index]?.length ?? 0);
      return colourOf([share], colours)(text);
    });
    const shown = shortened(lines, linesWidth, 'start');
    return [colour(shortened(title, nameWidth, 'end').padEnd(nameWidth)), ...cells, colours.red(shown)]
      .join(' | ')
      .trimEnd();
  });
  return [colours.bold('Policy coverage'), line, head, line, ...body, line, ...gapLines(report, colours)];
}

function rowsOf(report: CoverageReport): readonly TableRow[] {
  const rows: TableRow[] = [{ title: 'All policies', summary: report.summary, lines: '' }];
  for (const policy of report.policies) {
    const lines = gapsOf({ policies: [policy] }).map(({ line }) => line);
    const title = ` ${sheetTitle(policy)}: ${policy.name}`;
    rows.push({ title, summary: policy.summary, lines: lineRanges(lines) });
  }
  return rows;
}

/** `3,7-9`. */
function lineRanges(lines: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const line of [...new Set(lines)].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && line === last[1] + 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

function gapLines(report: CoverageReport, colours: TextColours): readonly string[] {
  const gaps = gapsOf(report);
  if (gaps.length === 0) return [];
  const lines = gaps.slice(0, shownGaps).map(({ policy, line, column, text }) => {
    const place = policy.file === undefined ? sheetTitle(policy) : `${policy.file}:${line}:${column}`;
    return `  ${colours.cyan(place)}  ${text}`;
  });
  const more = gaps.length - lines.length;
  return [
    colours.bold('Never exercised'),
    ...lines,
    ...(more > 0 ? [colours.dim(`  and ${more} more`)] : []),
  ];
}

function percentText({ percent, total }: Share): string {
  return total === 0 ? '-' : String(percent);
}

/** As tools for line coverage have it: green from 80, yellow from 50. */
function colourOf(shares: readonly Share[], colours: TextColours): (text: string) => string {
  const least = Math.min(...shares.map(({ percent }) => percent));
  return least >= 80 ? colours.green : least >= 50 ? colours.yellow : colours.red;
}

/** The end of a name tells most, the start of a list of lines. */
function shortened(text: string, width: number, kept: 'start' | 'end'): string {
  if (text.length <= width) return text;
  return kept === 'end' ? `…${text.slice(text.length - width + 1)}` : `${text.slice(0, width - 1)}…`;
}
