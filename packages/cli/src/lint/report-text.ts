import { formatPlace, type Severity, wrapped } from '@cognito-iam/account';
import { hangingLines } from '../hanging-lines.js';
import type { Terminal } from '../terminal.js';
import type { LintReport } from './lint-files.js';

const severities: readonly Severity[] = ['error', 'warning', 'info'];
const colourOf = { error: 'red', warning: 'yellow', info: 'blue' } as const;

/**
 * The report for people: a line for each finding, what to do about it under it, and the sums. In a terminal what is
 * wider goes on below, indented; elsewhere, where it may be searched, each is one line.
 */
export function reportText(
  { files, findings, others, policies }: LintReport,
  { colours, columns, isTerminal }: Terminal,
): readonly string[] {
  const width = isTerminal ? columns : Number.POSITIVE_INFINITY;
  const lines = findings.flatMap(({ code, mend, message, place, severity }) => {
    const said = `${colours[colourOf[severity]](severity)}  ${message}  ${colours.dim(code)}`;
    return [
      hangingLines(`${formatPlace(place)}  ${said}`.split(' '), width, 6),
      ...(mend === undefined ? [] : wrapped(mend, width, '    ')),
    ];
  });
  const counts = severities
    .map((severity) => [severity, findings.filter((one) => one.severity === severity).length] as const)
    .filter(([, count]) => count > 0);
  const looked = `${counted(policies, 'policy')} of ${counted(files.length, 'file')}`;
  const worst = counts[0]?.[0];
  const sums = counts.map(([severity, count]) => counted(count, severity)).join(', ');
  const sum =
    worst === undefined
      ? `${colours.green('✓')} nothing found in ${looked}`
      : `${colours[colourOf[worst]](worst === 'error' ? '✗' : '!')} ${sums} in ${looked}`;
  return [...lines, ...(lines.length > 0 ? [''] : []), sum, ...othersText(others, width).map(colours.dim)];
}

/** Some names, and how many more there are. */
function othersText(others: readonly string[], columns: number): readonly string[] {
  if (others.length === 0) return [];
  const named =
    others.slice(0, 10).join(', ') + (others.length > 10 ? ` and ${others.length - 10} more` : '');
  const are = others.length === 1 ? 'is something else' : 'are something else';
  return wrapped(`${counted(others.length, 'file')} ${are}: ${named}`, columns, '  ');
}

/** `1 error`, `2 policies`, `3 infos`. */
function counted(count: number, word: string): string {
  if (count === 1) return `1 ${word}`;
  return `${count} ${word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`}`;
}
