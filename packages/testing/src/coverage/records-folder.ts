import type { CoverageRecorder } from './recorder.js';

/** The environment variable that names the folder which coverage is recorded in; without it there is no recording. */
export const recordsVariable: string = 'COGNITO_IAM_COVERAGE';

/** The recorder of this process, loaded when it is first needed; `undefined` where nothing is recorded. */
export async function currentRecorder(): Promise<CoverageRecorder | undefined> {
  const folder = process.env[recordsVariable];
  if (folder === undefined || folder === '') return undefined;
  const { coverageRecorder } = await import('./recorder.js');
  return coverageRecorder(folder);
}
