import { readFileSync } from 'node:fs';
import { awsManagedPolicies, type PolicyType } from '@cognito-iam/core';
import { describe, expect, it } from 'vitest';
import { lintPolicy } from '../../src/lint/lint-policy.js';
import { ruleRows } from '../../src/lint/rules-table.js';

interface LintCase {
  readonly id: string;
  /** The rule that it is about. */
  readonly rule: string;
  readonly type?: PolicyType;
  readonly policy: unknown;
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly pointer: string;
    readonly message: string;
  }[];
}

const cases: readonly LintCase[] = JSON.parse(
  readFileSync(new URL('../../../../test/cases/lint.json', import.meta.url), 'utf8'),
);

/** The pointer in place of the file: it is what the rules give. */
function lint(document: unknown, type: PolicyType = 'identity') {
  const placeOf = (pointer: string) => ({ file: pointer, line: 1, column: 1 });
  return lintPolicy({ name: 'policy', type, document, placeOf });
}

/** The table of the README, its columns aligned. */
function rulesMarkdown(): string {
  const rows = ruleRows().map(({ code, mend, severity, summary }) => [
    `\`${code}\``,
    severity,
    summary,
    mend,
  ]);
  const table = [['code', 'severity', 'what is wrong', 'what to do'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return lines.join('\n');
}

describe('rules', () => {
  it.each(cases)('$rule: $id', ({ findings, policy, type }) => {
    const found = lint(policy, type).map(({ code, message, place, severity }) => ({
      code,
      severity,
      pointer: place?.file,
      message,
    }));
    expect(found).toEqual(findings);
  });

  it.each(ruleRows())('$code has a case that finds it and one that does not', ({ code }) => {
    const own = cases.filter(({ rule }) => rule === code);
    const finds = ({ findings }: LintCase) => findings.some((one) => one.code === code);
    expect(own.some(finds)).toBe(true);
    expect(own.some((one) => !finds(one))).toBe(true);
  });

  it('say what to do, in one sentence without full stop', () => {
    for (const { mend, message } of cases.flatMap(({ policy, type }) => lint(policy, type))) {
      expect(mend).toMatch(/\S/);
      for (const text of [mend, message]) expect(text).not.toMatch(/\.$/);
    }
  });

  it('find no error in the policies that AWS maintains, and these warnings', () => {
    const found = [...awsManagedPolicies.values()].flatMap(({ document, name }) =>
      lint(document).map(({ code, place, severity }) => `${severity} ${code} ${name}${place?.file}`),
    );
    expect(found).toEqual([
      'warning allows-everything AdministratorAccess/Statement/0/Action',
      'warning allows-whole-service AmazonCognitoPowerUser/Statement/0/Action/1',
      'warning writes-everywhere AmazonESCognitoAccess/Statement/0/Resource',
      'warning writes-everywhere AmazonOpenSearchServiceCognitoAccess/Statement/0/Resource/1',
      'warning allow-with-not PowerUserAccess/Statement/0/NotAction',
    ]);
  });

  it('are in the README as they are', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const [, table = ''] = readme.split(/<!-- rules: (?:begin|end) -->/);
    expect(table.trim()).toBe(rulesMarkdown());
  });
});
