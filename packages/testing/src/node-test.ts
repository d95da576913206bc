import { describe, test } from 'node:test';
import { caseRunner, type RunCases } from './cases/run-cases.js';

/** Registers a test of `node:test` for each case of a table: see {@link RunCases}. */
export const runCases: RunCases = caseRunner({ describe, test });
