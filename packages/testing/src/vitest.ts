import { describe, expect, test } from 'vitest';
import { caseRunner, type RunCases } from './cases/run-cases.js';
import { matchers, type PermissionMatchers } from './matchers.js';

// Where nothing else imports it, its declarations would not be found, and so not be added to.
export type { ExpectStatic } from 'vitest';

declare module 'vitest' {
  interface Matchers<T> extends PermissionMatchers<void, T> {}
}

expect.extend({ ...matchers });

/** Registers a test of vitest for each case of a table: see {@link RunCases}. */
export const runCases: RunCases = caseRunner({ describe, test });
