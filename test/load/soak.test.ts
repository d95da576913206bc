import { expect, test } from 'vitest';
import { soak } from './soak-run.js';

// `npx -y pnpm@10 soak` does the same for an hour.
test('5,000 mixed requests with reloads and new keys: every decision right, nothing kept', async () => {
  const report = await soak({ enough: (rounds) => rounds === 10, warmUp: 0.4 }, () => {});
  expect(report.faults).toEqual([]);
  expect(report).toMatchObject({ reloads: 10, rotations: 5, unaided: 3 });
}, 300_000);
