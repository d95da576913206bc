import type { LintRule } from './lint-rule.js';
import { malformedPolicy, rules } from './rules.js';

/** Every rule without its code, in order. */
export function ruleRows(): readonly Omit<LintRule, 'find'>[] {
  return [malformedPolicy, ...rules].map(({ code, mend, severity, summary }) => ({
    code,
    severity,
    summary,
    mend,
  }));
}

/** The rules for people: code, severity and what is wrong, and under it what to do. */
export function rulesText(): readonly string[] {
  const rows = ruleRows();
  const width = Math.max(...rows.map(({ code }) => code.length));
  return rows.flatMap(({ code, mend, severity, summary }) => [
    `${code.padEnd(width)}  ${severity.padEnd(7)}  ${summary}`,
    `${' '.repeat(width + 11)}${mend}`,
  ]);
}

/** The table of rules that the README has. */
export function rulesMarkdown(): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  return [
    '| code | severity | what is wrong | what to do |',
    '| --- | --- | --- | --- |',
    ...ruleRows().map(
      ({ code, mend, severity, summary }) =>
        `| \`${code}\` | ${severity} | ${cell(summary)} | ${cell(mend)} |`,
    ),
  ].join('\n');
}
