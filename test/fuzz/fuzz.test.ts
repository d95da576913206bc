import { expect, test } from 'vitest';
import { fuzzTargets } from './targets.js';

test.each(fuzzTargets.map((target) => [target.name, target] as const))('%s', async (_, target) => {
  expect(await target.run({ numRuns: 2_000 }, Number.POSITIVE_INFINITY)).toBeUndefined();
});
