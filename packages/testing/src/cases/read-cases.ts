import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  AccountError,
  type Finding,
  fileReader,
  formatFinding,
  formatPlace,
  type Place,
  pointerOf,
  type SourceFile,
} from '@cognito-iam/account';
import {
  type AccountSource,
  fromCloudFormation,
  fromConfig,
  fromTerraform,
} from '../account/account-source.js';
import { TestKitError } from '../kit-error.js';
import type { Case } from './case-question.js';
import { caseOfRow, isCase, type RowProblems } from './case-row.js';
import { type CasesAccount, type CasesFile, casesFile } from './cases-file.js';

/** A table of cases. */
export interface CaseTable {
  /** As it was named, from the folder. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  /** At least one, each with a name of its own. */
  readonly cases: readonly Case[];
  /** The account that the file names, with the codes of the warnings that it accepts. */
  readonly account?: {
    readonly source: AccountSource;
    readonly acceptWarnings: readonly string[];
    /** Where the file of the account is named. */
    readonly place: Place;
  };
}

/**
 * Reads a table of cases, JSON or YAML; its name counts from `folder`. Throws a {@link TestKitError} with everything that
 * is wrong in it, each with its place.
 */
export function readCases(file: string | URL, folder: string = process.cwd()): CaseTable {
  const name = file instanceof URL ? relative(folder, fileURLToPath(file)) : file;
  const source = sourceOf(name, folder);
  const read = casesFile(source);
  if (!('cases' in read)) throw problemsOf(read);
  const account = accountOf(read.account, source, folder);
  const rows = read.cases.map((row, index) => caseOfRow(row, read.defaults ?? {}, index, source));
  const findings = [...rows.flatMap((row) => (isCase(row) ? [] : row)), ...sameNames(rows, read, source)];
  if (findings.length > 0) throw problemsOf(findings);
  const cases = rows.filter(isCase);
  return { file: name, path: resolve(folder, name), cases, ...(account !== undefined && { account }) };
}

function sourceOf(name: string, folder: string): SourceFile {
  try {
    return fileReader(folder).source(name);
  } catch (error) {
    throw error instanceof AccountError ? problemsOf(error.findings) : error;
  }
}

/** What is wrong with a default is so with every case that has it, and told once. */
function problemsOf(findings: readonly Finding[]): TestKitError {
  return new TestKitError([...new Set(findings.map(formatFinding))].join('\n'));
}

function sameNames(
  rows: readonly (Case | RowProblems)[],
  { cases }: CasesFile,
  source: SourceFile,
): readonly Finding[] {
  const first = new Map<string, Case>();
  return rows.flatMap((one, index): readonly Finding[] => {
    if (!isCase(one)) return [];
    const before = first.get(one.name);
    if (before === undefined) {
      first.set(one.name, one);
      return [];
    }
    const isNamed = cases[index]?.name !== undefined;
    return [
      {
        ...{ severity: 'error', code: 'duplicate-case' },
        message: `the case at ${formatPlace(before.place)} is called \`${one.name}\` too`,
        mend: isNamed ? 'call one of the two otherwise' : 'leave one out, or give each a `name`',
        place: isNamed ? source.placeOf(pointerOf('cases', index, 'name')) : one.place,
      },
    ];
  });
}

const sources = ['config', 'cloudFormation', 'terraform'] as const;

function accountOf(
  given: CasesFile['account'],
  source: SourceFile,
  folder: string,
): CaseTable['account'] | undefined {
  if (given === undefined) return undefined;
  const account: CasesAccount = typeof given === 'string' ? { config: given } : given;
  const { config, cloudFormation, terraform, acceptWarnings = [], ...options } = account;
  const named = sources.filter((one) => account[one] !== undefined);
  const problem = (message: string, ...steps: string[]): TestKitError => {
    const place = source.placeOf(pointerOf('account', ...steps));
    return problemsOf([{ severity: 'error', code: 'invalid-value', message, place }]);
  };
  if (named.length !== 1) {
    throw problem('/account: expected exactly one of `config`, `cloudFormation` and `terraform`');
  }
  const [kind] = named;
  const place = source.placeOf(
    typeof given === 'string' || kind === undefined ? pointerOf('account') : pointerOf('account', kind),
  );
  const beside = (path: string): string => join(dirname(source.file), path);
  try {
    if (cloudFormation !== undefined) {
      return {
        source: fromCloudFormation(beside(cloudFormation), { ...options, folder }),
        acceptWarnings,
        place,
      };
    }
    if (terraform !== undefined) {
      return { source: fromTerraform(beside(terraform), { ...options, folder }), acceptWarnings, place };
    }
    return { source: fromConfig(beside(config ?? ''), { ...options, folder }), acceptWarnings, place };
  } catch (error) {
    // An option that this kind of source does not have.
    throw error instanceof TestKitError ? problem(`/account: ${error.message}`) : error;
  }
}
