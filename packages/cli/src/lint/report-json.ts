import type { LintReport } from './lint-files.js';

/** The report as data. */
export function reportJson({ files, findings, others, policies }: LintReport): string {
  const told = findings.map(({ place: { file, line, column }, severity, code, message, mend }) => ({
    file,
    line,
    column,
    severity,
    code,
    message,
    ...(mend !== undefined && { mend }),
  }));
  return JSON.stringify({ files, others, policies, findings: told }, null, 2);
}
