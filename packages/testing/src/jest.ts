import type { Expect } from 'expect';
import { type CaseRunner, caseRunner, type RunCases } from './cases/run-cases.js';
import { TestKitError } from './kit-error.js';
import { matchers, type PermissionMatchers } from './matchers.js';

// Where nothing else imports it, its declarations would not be found, and so not be added to.
export type { Expect } from 'expect';

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T> extends PermissionMatchers<R, T> {}
}

declare global {
  namespace jest {
    interface Matchers<R, T> extends PermissionMatchers<R, T> {}
  }
}

// Of the file that is run, not of this package: Jest has one `expect` for each file.
const expect: unknown = Reflect.get(globalThis, 'expect');
if (!isExpect(expect)) {
  throw new TestKitError(
    'there is no `expect` of Jest here: name `@cognito-iam/testing/jest` in `setupFilesAfterEnv`; with `injectGlobals: false` call `expect.extend(matchers)` instead',
  );
}
expect.extend({ ...matchers });

/** Registers a test of Jest for each case of a table: see {@link RunCases}. */
export const runCases: RunCases = (...args) => {
  const runner = { describe: Reflect.get(globalThis, 'describe'), test: Reflect.get(globalThis, 'test') };
  if (!isRunner(runner)) throw new TestKitError('there is no `test` of Jest here: call `runCases` in a test');
  caseRunner(runner)(...args);
};

function isRunner(runner: { readonly describe: unknown; readonly test: unknown }): runner is CaseRunner {
  return typeof runner.describe === 'function' && typeof runner.test === 'function';
}

function isExpect(value: unknown): value is Pick<Expect, 'extend'> {
  return typeof value === 'function' && 'extend' in value && typeof value.extend === 'function';
}
