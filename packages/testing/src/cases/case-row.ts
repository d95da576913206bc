import { type Finding, pointerOf, type SourceFile } from '@cognito-iam/account';
import { askedActions } from '../account/asked-actions.js';
import { requireAddress, requireContext } from '../account/circumstances.js';
import { TestKitError } from '../kit-error.js';
import type { Case, CaseContext, CaseQuestion, ExpectedDecision } from './case-question.js';
import type { CaseRow, NamedRow, RowContext } from './cases-file.js';

/** What is wrong with a row. */
export type RowProblems = readonly Finding[];

/** Whether nothing is wrong with a row. */
export function isCase(row: Case | RowProblems): row is Case {
  return 'questions' in row;
}

/** The case of a row with the defaults of its file, or everything that is wrong with it. */
export function caseOfRow(
  row: NamedRow,
  defaults: CaseRow,
  index: number,
  { placeOf }: SourceFile,
): Case | RowProblems {
  const findings: Finding[] = [];
  const report = (pointer: string, code: string, message: string, mend?: string): void => {
    findings.push({
      ...{ severity: 'error', code, message: `${pointer}: ${message}`, place: placeOf(pointer) },
      ...(mend !== undefined && { mend }),
    });
  };
  const own = pointerOf('cases', index);
  /** Where a member is written: in the case or in the defaults. */
  const whereIs = (member: keyof CaseRow): string =>
    `${row[member] === undefined ? '/defaults' : own}${pointerOf(member)}`;

  // An expectation is one whole: what a default says of a refusal is nothing to a case that says `allow` itself.
  const expectation: CaseRow =
    row.expect === undefined
      ? { ...pick(defaults, expectations), ...pick(row, expectations) }
      : pick(row, expectations);
  const merged = { ...pick(defaults, questions), ...pick(row, questions), ...expectation };
  const { principal, action, resource, expect } = merged;
  for (const member of ['principal', 'action', 'expect'] as const) {
    if (merged[member] === undefined) {
      report(own, 'missing-key', `\`${member}\` is missing`, 'write it in the case or in `defaults`');
    }
  }
  for (const [member, message, mend] of contradictions(merged)) {
    report(whereIs(member), 'invalid-value', message, mend);
  }
  const actions = listOf(action).flatMap((name): readonly string[] => {
    try {
      return askedActions(name);
    } catch (error) {
      if (!(error instanceof TestKitError)) throw error;
      report(whereIs('action'), 'unknown-action', error.message);
      return [];
    }
  });
  const context = contextOf({ ...defaults.context, ...row.context });
  for (const [member, requireValid] of checksOf(context)) {
    const written = row.context !== undefined && Object.hasOwn(row.context, member) ? own : '/defaults';
    try {
      requireValid();
    } catch (error) {
      if (!(error instanceof TestKitError)) throw error;
      report(`${written}${pointerOf('context', member)}`, 'invalid-value', error.message);
    }
  }
  if (findings.length > 0 || expect === undefined) return findings;
  const resources: readonly (string | undefined)[] = resource === undefined ? [undefined] : listOf(resource);
  const on = resource === undefined ? '' : ` on ${listOf(resource).join(', ')}`;
  const may = expect === 'allow' ? 'may' : 'may not';
  const name = row.name ?? `${listOf(principal).join(', ')} ${may} ${listOf(action).join(', ')}${on}`;
  const asked: readonly CaseQuestion[] = listOf(principal).flatMap((who) =>
    [...new Set(actions)].flatMap((what) =>
      resources.map((pool) => ({
        ...{ name, principal: who, action: what, context },
        ...(pool !== undefined && { resource: pool }),
      })),
    ),
  );
  return {
    name,
    ...(row.note !== undefined && { note: row.note }),
    place: placeOf(own),
    questions: asked,
    expected: expectedOf(merged, expect),
  };
}

const questions = ['principal', 'action', 'resource'] as const;
const expectations = ['expect', 'because', 'layer', 'statement'] as const;

function pick(row: CaseRow, members: readonly (keyof CaseRow)[]): CaseRow {
  return Object.fromEntries(
    members.flatMap((member) => (row[member] === undefined ? [] : [[member, row[member]]])),
  );
}

function contradictions(row: CaseRow): readonly (readonly [keyof CaseRow, string, string])[] {
  const { expect, because, statement } = row;
  if (expect === 'allow') {
    return (['because', 'layer'] as const)
      .filter((member) => row[member] !== undefined)
      .map((member) => [
        member,
        `\`${member}\` is of a refusal, and the case expects \`allow\``,
        'leave one of the two out',
      ]);
  }
  if (because === 'implicit' && statement !== undefined) {
    return [['statement', 'no statement refuses implicitly', 'leave it out, or write `because: explicit`']];
  }
  return [];
}

function expectedOf({ because, layer, statement }: CaseRow, decision: 'allow' | 'deny'): ExpectedDecision {
  return {
    decision,
    ...(because !== undefined && { because }),
    ...(layer !== undefined && { layer }),
    statements: listOf(statement),
  };
}

/** What of a context has to be held against more than its type, by member; each throws a {@link TestKitError}. */
function checksOf({ sourceIp, keys = {} }: CaseContext): readonly (readonly [string, () => unknown])[] {
  return [
    ['sourceIp', () => sourceIp === undefined || requireAddress(sourceIp)],
    ...Object.entries(keys).map(([key, value]) => [key, () => requireContext({ [key]: value }, [])] as const),
  ];
}

function contextOf(row: RowContext): CaseContext {
  const { now, sourceIp, mfaAge, principalTags, requestTags, resourceTags, ...others } = row;
  const keys = Object.entries(others).filter(
    (entry): entry is [string, NonNullable<(typeof entry)[1]>] => entry[1] !== null,
  );
  return {
    ...(typeof now === 'string' && { now }),
    ...(typeof sourceIp === 'string' && { sourceIp }),
    ...(typeof mfaAge === 'number' && { mfaAge }),
    ...(principalTags && { principalTags }),
    ...(requestTags && { requestTags }),
    ...(resourceTags && { resourceTags }),
    ...(keys.length > 0 && { keys: Object.fromEntries(keys) }),
  };
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}
