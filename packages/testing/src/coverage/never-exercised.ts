import type {
  ActionCoverage,
  ConditionCoverage,
  CoverageReport,
  PolicyCoverage,
  StatementCoverage,
} from './coverage-report.js';
import type { Position } from './recorded-policy.js';

/** Something that no test exercised. */
export interface Gap extends Position {
  readonly policy: PolicyCoverage;
  /** What it is, and what is missing, for people. */
  readonly text: string;
}

/** Everything that no test exercised, in the order of the report; of a statement that never matched nothing more. */
export function gapsOf({ policies }: Pick<CoverageReport, 'policies'>): readonly Gap[] {
  return policies.flatMap((policy) =>
    policy.statements.flatMap((statement) =>
      gapsOfStatement(statement).map((gap) => ({
        ...gap,
        policy,
        text: `${gap.text} (${statementTitle(statement)} of ${policy.name})`,
      })),
    ),
  );
}

/** `Allow ReadUsers`, or by its number from 1. */
export function statementTitle({ effect, sid, index }: StatementCoverage): string {
  return `${effect} ${sid ?? `statement ${index + 1}`}`;
}

/** What of one statement no test exercised. */
export function gapsOfStatement(
  statement: StatementCoverage,
): readonly (Position & { readonly text: string })[] {
  const { line, column, matched, actions, conditions } = statement;
  if (matched === 0) return [{ line, column, text: 'never matched' }];
  return [...actions.flatMap(gapOfAction), ...conditions.flatMap(gapOfCondition)].map((gap) => ({
    line: gap.line,
    column: gap.column,
    text: gap.text,
  }));
}

function gapOfAction(entry: ActionCoverage): readonly (Position & { readonly text: string })[] {
  const name = shortAction(entry.pattern);
  if (entry.covered) return [];
  return [{ ...entry, text: entry.excepted ? `${name} never excepted` : `${name} never matched` }];
}

function gapOfCondition(condition: ConditionCoverage): readonly (Position & { readonly text: string })[] {
  const { operator, key, met, notMet } = condition;
  if (met > 0 && notMet > 0) return [];
  const what = met > 0 ? 'always met' : notMet > 0 ? 'never met' : 'never asked';
  return [{ ...condition, text: `${operator} ${key} ${what}` }];
}

/** `AdminGetUser` of `cognito-idp:AdminGetUser`. */
export function shortAction(action: string): string {
  return action.replace(/^cognito-idp:/i, '');
}

/** The file of a policy, or else who has it: what its title in tables begins with. */
export function sheetTitle({ file, place, holders, policyTypes, name }: PolicyCoverage): string {
  if (file !== undefined) return file;
  if (place !== undefined) return `${place.file}:${place.line}:${place.column}`;
  const [holder = policyTypes[0] ?? name] = holders;
  return holders.length > 1 ? `${holder} and ${holders.length - 1} more` : holder;
}
