import type { Severity } from '@cognito-iam/account';
import { nearestName, type PolicyType } from '@cognito-iam/core';
import type { Terminal } from '../terminal.js';
import { programVersion } from '../version.js';
import type { LintReport } from './lint-files.js';
import { readerCodes } from './reader-codes.js';
import { ruleRows, rulesText } from './rules-table.js';

/** The options of `cognito-iam lint`. */
export interface LintOptions {
  readonly config?: string;
  readonly type: PolicyType;
  readonly failOn: Severity;
  readonly ignore?: readonly string[];
  readonly format: 'text' | 'json' | 'sarif';
  readonly rules?: true;
}

/** Looks at the files and tells what was found; gives the exit code. */
export async function runLint(
  files: () => readonly string[],
  options: LintOptions,
  terminal: Terminal,
): Promise<number> {
  if (options.rules === true) {
    const lines = options.format === 'json' ? [JSON.stringify(ruleRows(), null, 2)] : rulesText(terminal);
    for (const line of lines) terminal.print(line);
    return 0;
  }
  const ignored = new Set((options.ignore ?? []).filter((code) => code !== ''));
  const { folder } = terminal;
  // Files need more code than the rules do.
  const { lintFiles } = await import('./lint-files.js');
  const report = await lintFiles({ files: files(), folder, type: options.type, ignored });
  for (const line of await told(report, options, terminal)) terminal.print(line);
  for (const code of report.unused) warnOfUnused(code, terminal);
  if (report.unread) return 2;
  return report.findings.some(({ severity }) => isAsBad(severity, options.failOn)) ? 1 : 0;
}

async function told(
  report: LintReport,
  { format }: LintOptions,
  terminal: Terminal,
): Promise<readonly string[]> {
  if (format === 'json') return [(await import('./report-json.js')).reportJson(report)];
  if (format === 'text') return (await import('./report-text.js')).reportText(report, terminal);
  const { reportSarif } = await import('./report-sarif.js');
  return [reportSarif(report, terminal.folder, programVersion())];
}

/** What found nothing may be left out for the future; a code that no finding can have is a mistake. */
function warnOfUnused(code: string, { errorColours, tell }: Terminal): void {
  const codes = [...ruleRows().map((rule) => rule.code), ...readerCodes];
  if (codes.includes(code)) return;
  const nearest = nearestName(code, codes);
  const hint =
    nearest === undefined
      ? 'no finding has this code; a report ends its lines in theirs, and `cognito-iam lint --rules` lists those of the rules'
      : `did you mean \`${nearest}\`?`;
  tell(`${errorColours.yellow('warning')}  \`--ignore ${code}\` leaves nothing out: ${hint}`);
}

function isAsBad(severity: Severity, least: Severity): boolean {
  const order: readonly Severity[] = ['info', 'warning', 'error'];
  return order.indexOf(severity) >= order.indexOf(least);
}
