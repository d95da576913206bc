import { type Account, type Finding, formatFinding } from '@cognito-iam/account';
import { counted } from '../counted.js';
import { modeText } from './mode-text.js';
import type { Report } from './report.js';

/**
 * Tells what a reload has changed: how much there is now, another mode than `before`, and `waiting`, the members of the
 * configuration that take effect at the next start.
 */
export function tellReload(
  report: Report,
  account: Account,
  before: Account,
  waiting: readonly string[],
): void {
  const { roles = {}, users = {} } = account.directoryOptions;
  const counts = `${counted(Object.keys(roles).length, 'role')}, ${counted(Object.keys(users).length, 'user')}`;
  report({ level: 'info', event: 'reload', message: `reloaded: ${counts}` });
  const { mode } = account.config;
  if (mode !== before.config.mode) {
    const level = mode === 'audit' ? 'warn' : 'info';
    report({ level, event: 'mode', message: `mode is now ${modeText(mode)}` });
  }
  if (waiting.length === 0) return;
  const message = `what has changed in ${waiting.join(', ')} takes effect at the next start: stop this gateway and start it again`;
  report({ level: 'warn', event: 'restart', message });
}

/** Tells what is to say of the files that was not to say `before`. */
export function tellFindings(report: Report, account: Account, before: Account): void {
  const said = new Set(before.findings.map(identityOf));
  for (const finding of account.findings) {
    if (finding.severity === 'info' || said.has(identityOf(finding))) continue;
    report({ level: 'warn', event: 'finding', message: formatFinding(finding) });
  }
}

/** Lines move while a file is edited: the same fault is no news on another one. */
function identityOf({ code, message, place }: Finding): string {
  return [code, place?.file, message].join('\n');
}
