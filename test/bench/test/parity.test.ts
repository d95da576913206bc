import { describe, expect, it } from 'vitest';
import { boundClosures } from '../src/engines/bound-closures.js';
import { closures } from '../src/engines/closures.js';
import { ours, oursBound } from '../src/engines/ours.js';
import { wrongAnswers } from '../src/engines/parity.js';
import { readWorkload, workloadNames } from '../src/workload.js';

// The peers are installed by `pnpm bench` alone, whose section `parity` asks all of them.
describe.each([ours, oursBound, closures, boundClosures])('$name', (engine) => {
  it.each(workloadNames)('answers every request of %s as IAM does', async (name) => {
    const workload = readWorkload(name);
    expect(workload.requests).toHaveLength(50);
    expect(await wrongAnswers(engine, workload)).toEqual([]);
  });
});
