import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { requireKnown, requireNames } from '../kit-error.js';
import { mergeCoverage } from './coverage-data.js';
import { coveragePage } from './coverage-page.js';
import type { CoverageReport } from './coverage-report.js';
import { coverageTable } from './coverage-table.js';
import { coverageReport } from './make-report.js';
import { readRecords } from './record-file.js';
import { recordsVariable } from './records-folder.js';
import { terminalStyle } from './terminal-style.js';
import { type CoverageThresholds, checkThresholds, missedThresholds } from './thresholds.js';

/** A form of the report: a table on stdout, `index.html`, `coverage.json`. */
export type CoverageFormat = 'text' | 'html' | 'json';

/** How coverage is reported. */
export interface CoverageOptions {
  /** Where reports are written; `coverage/policies` by default. */
  readonly folder?: string;
  /** Folders with records, such as those of several machines; `records` in `folder` by default. */
  readonly records?: readonly string[];
  /** All three by default. */
  readonly formats?: readonly CoverageFormat[];
  readonly thresholds?: CoverageThresholds;
  /** Writes the lines of the table; to stdout by default. */
  readonly print?: (line: string) => void;
}

/** What there was to report. */
export interface CoverageResult {
  readonly report: CoverageReport;
  /** A sentence for each threshold that was not reached: a run that has any should fail. */
  readonly missed: readonly string[];
  /** The files that were written, absolute. */
  readonly files: readonly string[];
}

/** Where reports and records are, if nobody says otherwise. */
export const defaultFolder = 'coverage/policies';

const names: readonly (keyof CoverageOptions)[] = ['folder', 'records', 'formats', 'thresholds', 'print'];
const formatNames: readonly CoverageFormat[] = ['text', 'html', 'json'];

/** Throws a `TestKitError` for options that there are not. */
export function checkCoverageOptions(options: CoverageOptions): void {
  requireKnown(options, names, 'policy coverage');
  const { formats, records } = options;
  if (formats !== undefined) requireNames(formats, '`formats`');
  if (records !== undefined) requireNames(records, '`records`');
  requireKnown(Object.fromEntries((formats ?? []).map((name) => [name, true])), formatNames, '`formats`');
  checkThresholds(options.thresholds ?? {});
}

/**
 * Begins a run: removes what earlier ones recorded, and has this process and those that it starts from now on record in
 * `folder`, which is where `policyCoverage` looks. Call it before any test account is made.
 */
export function startPolicyCoverage(folder: string = defaultFolder): void {
  rmSync(recordsIn(folder), { recursive: true, force: true });
  process.env[recordsVariable] = recordsIn(folder);
}

function recordsIn(folder: string): string {
  return resolve(folder, 'records');
}

/**
 * Puts together what test runs recorded, prints the table and writes the reports. Sets no exit code: fail where
 * `missed` is not empty. Throws a `TestKitError` for options that there are not, and for files that are no records.
 */
export function policyCoverage(options: CoverageOptions = {}): CoverageResult {
  checkCoverageOptions(options);
  const { folder = defaultFolder, records = [recordsIn(folder)], formats = formatNames } = options;
  const print = options.print ?? ((line: string) => void process.stdout.write(`${line}\n`));
  const report = coverageReport(mergeCoverage(...records.map(readRecords)));
  const missed = missedThresholds(report.summary, options.thresholds ?? {});
  const style = terminalStyle();
  if (formats.includes('text')) for (const line of coverageTable(report, style)) print(line);
  for (const sentence of missed) print(style.colours.red(`ERROR: ${sentence}`));
  const files = [
    ...(formats.includes('html') ? [written(folder, 'index.html', coveragePage(report))] : []),
    ...(formats.includes('json')
      ? [written(folder, 'coverage.json', `${JSON.stringify(report, null, 2)}\n`)]
      : []),
  ];
  return { report, missed, files };
}

function written(folder: string, name: string, text: string): string {
  mkdirSync(folder, { recursive: true });
  const path = resolve(join(folder, name));
  writeFileSync(path, text);
  return path;
}
