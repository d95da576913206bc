import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, vi } from 'vitest';
import { type CoverageReport, policyCoverage, startPolicyCoverage } from '../src/coverage.js';

const folders: string[] = [];

afterAll(() => {
  vi.unstubAllEnvs();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-coverage-'));
  folders.push(folder);
  return folder;
}

/** What a run of tests exercises; `folder` has its records. */
export async function coverageOf(
  run: () => unknown,
): Promise<{ readonly report: CoverageReport; readonly folder: string }> {
  const folder = temporaryFolder();
  vi.stubEnv('COGNITO_IAM_COVERAGE', '');
  startPolicyCoverage(folder);
  await run();
  await Promise.resolve();
  vi.unstubAllEnvs();
  return { report: policyCoverage({ folder, formats: [] }).report, folder };
}
