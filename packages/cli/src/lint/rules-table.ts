import { hangingLines } from '../hanging-lines.js';
import type { Terminal } from '../terminal.js';
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

/** The rules for people: code, severity and what is wrong, and under it what to do; in lines of a terminal's width. */
export function rulesText({
  columns,
  isTerminal,
}: Pick<Terminal, 'columns' | 'isTerminal'>): readonly string[] {
  const rows = ruleRows();
  const codeWidth = Math.max(...rows.map(({ code }) => code.length));
  const width = isTerminal ? columns : Number.POSITIVE_INFINITY;
  const below = ' '.repeat(codeWidth + 11);
  return rows.flatMap(({ code, mend, severity, summary }) => [
    hangingLines(
      [`${code.padEnd(codeWidth)}  ${severity.padEnd(7)} `, ...summary.split(' ')],
      width,
      below.length,
    ),
    hangingLines(mend.split(' '), width - below.length, 0).replace(/^/gm, below),
  ]);
}
