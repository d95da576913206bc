import { expect, test } from 'vitest';
import { soak } from './soak-run.js';

// `npx pnpm@10 soak` does the same for an hour.
test('6,000 mixed requests with reloads and new keys: every decision right, nothing kept', async () => {
  const report = await soak({ enough: (rounds) => rounds === 12, warmUp: 0.4 }, () => {});
  expect(report.faults).toEqual([]);
  expect(report).toMatchObject({ requests: 5_991, reloads: 12, rotations: 3 });
}, 300_000);
