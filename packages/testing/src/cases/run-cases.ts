import { AssertionError } from 'node:assert';
import { formatPlace, type Place } from '@cognito-iam/account';
import { createTestAccount } from '../account/test-account.js';
import { requireKnown, TestKitError } from '../kit-error.js';
import { type CaseEngine, deciderOf } from './case-engine.js';
import type { Case, CaseQuestion } from './case-question.js';
import { checkCase } from './check-case.js';
import { type CaseTable, readCases } from './read-cases.js';

/** How a table of cases is read. */
export interface CaseOptions {
  /** What the file's name counts from; the working directory by default. */
  readonly folder?: string;
}

/**
 * Registers a test for each case of a table, JSON or YAML by `cases.schema.json`. They are asked of the engine, or of
 * the account that the file names. Throws a {@link TestKitError} with everything that is wrong in the file; a principal
 * or pool that the engine does not have fails its case.
 */
export type RunCases = (
  file: string | URL,
  engine?: CaseEngine | Promise<CaseEngine>,
  options?: CaseOptions,
) => void;

/** What registers tests: `describe` and `test` of most runners. */
export interface CaseRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly test: (name: string, body: () => Promise<void>) => unknown;
}

/**
 * `runCases` for a test runner; those of `@cognito-iam/testing/vitest`, `/jest` and `/node-test` are for theirs. The
 * functions are asked for when cases are registered.
 */
export function caseRunner(runner: CaseRunner): RunCases {
  return (file, engine, options = {}) => {
    requireKnown(options, ['folder'], '`runCases`');
    const table = readCases(file, options.folder);
    const asked = engineOf(table, engine);
    // Where it rejects, each test says so.
    asked.catch(() => undefined);
    const { describe, test } = runner;
    describe(table.file, () => {
      for (const one of table.cases) test(one.name, () => runCase(one, table, asked));
    });
  };
}

async function engineOf(
  { account, file }: CaseTable,
  engine: CaseEngine | Promise<CaseEngine> | undefined,
): Promise<(question: CaseQuestion) => ReturnType<ReturnType<typeof deciderOf>>> {
  if (engine !== undefined) return deciderOf(await engine);
  if (account === undefined) {
    throw new TestKitError(
      `nobody is there to ask: give \`runCases\` an account or another engine, or name an \`account\` in ${file}`,
    );
  }
  const { source, acceptWarnings, place } = account;
  try {
    return deciderOf(await createTestAccount(source, { acceptWarnings }));
  } catch (cause) {
    // Places in it are those of the account's own files.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TestKitError(`the account of ${formatPlace(place)} cannot be used: ${reason}`, { cause });
  }
}

async function runCase(one: Case, { path }: CaseTable, engine: ReturnType<typeof engineOf>): Promise<void> {
  const { name, place } = one;
  let failure: string | undefined;
  try {
    failure = await checkCase(one, await engine);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw at(new TestKitError(`${formatPlace(place)}  ${reason}`, { cause }), name, path, place);
  }
  if (failure === undefined) return;
  const [first = '', ...lines] = failure.split('\n');
  const message = [`${first} (${formatPlace(place)})`, ...lines].join('\n');
  throw at(new AssertionError({ message, operator: 'runCases' }), name, path, place);
}

/** Where the case is written takes the place of where this package threw: runners show that, and lead there. */
function at<T extends Error>(error: T, name: string, path: string, { line, column }: Place): T {
  const head = `${error.name}: ${error.message}`;
  error.stack = `${head}\n    at ${name.replaceAll(/[()\n]/g, ' ')} (${path}:${line}:${column})`;
  return error;
}
