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
