import type { PolicyCoverage, StatementCoverage } from './coverage-report.js';
import { gapsOfStatement, shortAction, statementTitle } from './never-exercised.js';

/** How well something is exercised: `half` where one of two outcomes was never seen. */
export type MarkState = 'hit' | 'half' | 'never';

/** What was counted of something that is written in a line. */
export interface Mark {
  readonly kind: 'statement' | 'action' | 'condition';
  readonly line: number;
  readonly column: number;
  /** How it is written, to be found after its column; nothing for a statement. */
  readonly word: string | undefined;
  readonly state: MarkState;
  /** Allowed, or met. */
  readonly yes: number;
  /** Denied, or not met. */
  readonly no: number;
  /** In words, for those who see no colours. */
  readonly title: string;
}

/** The marks of a policy's source, in the order of its lines. */
export function marksOf({ statements }: Pick<PolicyCoverage, 'statements'>): readonly Mark[] {
  return statements.flatMap(statementMarks).sort((one, other) => one.line - other.line);
}

function statementMarks(statement: StatementCoverage): readonly Mark[] {
  const { line, column, matched, allowed, denied, actions, conditions } = statement;
  const partly = gapsOfStatement(statement).length > 0;
  const state: MarkState = matched === 0 ? 'never' : partly ? 'half' : 'hit';
  const title = `${statementTitle(statement)}: ${stateText(matched === 0 ? 'never matched' : '', allowed, denied)}`;
  return [
    { kind: 'statement', line, column, word: undefined, state, yes: allowed, no: denied, title },
    ...actions.map((entry): Mark => {
      const missing = entry.covered ? '' : entry.excepted ? 'never excepted' : 'never matched';
      const words = entry.actions.map(
        (one) => `${shortAction(one.action)} ${stateText('', one.allowed, one.denied)}`,
      );
      const detail = words.length > 0 && entry.pattern.includes('*') ? ` (${words.join('; ')})` : '';
      return {
        ...{ kind: 'action', line: entry.line, column: entry.column, word: entry.pattern },
        ...{ state: entry.covered ? 'hit' : 'never', yes: entry.allowed, no: entry.denied },
        title: `${shortAction(entry.pattern)}: ${stateText(missing, entry.allowed, entry.denied)}${detail}`,
      };
    }),
    ...conditions.map((condition): Mark => {
      const { operator, key, met, notMet } = condition;
      const seen = Number(met > 0) + Number(notMet > 0);
      return {
        ...{ kind: 'condition', line: condition.line, column: condition.column, word: key },
        ...{ state: seen === 2 ? 'hit' : seen === 1 ? 'half' : 'never', yes: met, no: notMet },
        title: `${operator} ${key}: met ${met}, not met ${notMet}`,
      };
    }),
  ];
}

function stateText(missing: string, allowed: number, denied: number): string {
  const counts = `allowed ${allowed}, denied ${denied}`;
  return missing === '' ? counts : `${missing}; ${counts}`;
}

/** What the margin of a line shows: that of the statement which begins there, or else of all that is written there. */
export function marginOf(marks: readonly Mark[]): Pick<Mark, 'yes' | 'no' | 'state'> | undefined {
  const heads = marks.filter(({ kind }) => kind === 'statement');
  const shown = heads.length > 0 ? heads : marks;
  if (shown.length === 0) return undefined;
  const states = new Set(shown.map(({ state }) => state));
  return {
    yes: shown.reduce((sum, { yes }) => sum + yes, 0),
    no: shown.reduce((sum, { no }) => sum + no, 0),
    state: states.has('never') ? 'never' : states.has('half') ? 'half' : 'hit',
  };
}

/** The last line of a statement, by the indentation of what follows its first. */
export function lastLine(
  lines: readonly string[],
  statement: StatementCoverage,
  heads: ReadonlySet<number>,
): number {
  const { line, column, actions, conditions } = statement;
  const least = Math.max(line, ...[...actions, ...conditions].map((one) => one.line));
  let last = line;
  while (last < lines.length && !heads.has(last + 1)) {
    const text = lines[last] ?? '';
    const indent = text.search(/\S/);
    if (indent < column - 1) break;
    last++;
    if (indent === column - 1 && /^\s*[}\]]/.test(text)) break;
  }
  return Math.max(least, last);
}
