import { spawnSync } from 'node:child_process';
import { policyCoverage, startPolicyCoverage } from '@cognito-iam/testing/coverage';

startPolicyCoverage();
const { status } = spawnSync(process.execPath, process.argv.slice(2), { stdio: 'inherit' });
const { missed } = policyCoverage({ thresholds: { statements: 100 } });
process.exitCode = missed.length > 0 ? 2 : status;
