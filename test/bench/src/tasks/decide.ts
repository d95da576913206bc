import { closures } from '../engines/closures.js';
import type { Decide } from '../engines/engine.js';
import { engines } from '../engines/engines.js';
import { wrongAnswers } from '../engines/parity.js';
import {
  freshRequests,
  otherResources,
  readWorkload,
  type Workload,
  type WorkloadRequest,
} from '../workload.js';
import type { Task } from './task.js';

/**
 * Decisions of an engine about a workload, or with `unmet` about resources that nobody has asked about before. An engine
 * that answers a request wrongly is not timed: this throws.
 */
export async function decideTask(engineName = '', workloadName = '', resources = 'met'): Promise<Task> {
  const engine = engines.find(({ name }) => name === engineName);
  if (engine === undefined) throw new Error(`there is no engine ${engineName}`);
  const workload = readWorkload(workloadName);
  const wrong = await wrongAnswers(engine, workload);
  if (wrong.length > 0) throw new Error(`${wrong.length} wrong answers, first ${JSON.stringify(wrong[0])}`);
  const decide = await engine.prepare(workload);
  if (resources !== 'unmet') return decisions(decide, workload);
  return decisions(decide, workload, otherResources(workload, await closures.prepare(workload)));
}

/**
 * How often a batch repeats the requests, and the milliseconds of a pass that leave no room for more than one. A first pass
 * takes many times what later ones do, so all but the slowest engines have batches of one size.
 */
const mostCopies = 4;
const longestPass = 50;

/** Batches of decisions, long enough to be timed. */
export function decisions(
  decide: Decide,
  workload: Workload,
  requests: (copies: number) => () => readonly WorkloadRequest[] = (copies) =>
    freshRequests(workload, copies),
): Task {
  const copies = Math.max(1, Math.min(mostCopies, Math.floor(longestPass / timeOfOnePass(decide, workload))));
  const fresh = requests(copies);
  const expected = workload.requests.filter(({ expect }) => expect).length * copies;
  return {
    operations: workload.requests.length * copies,
    batch() {
      const batch = fresh();
      return () => {
        let allowed = 0;
        for (const request of batch) if (decide(request)) allowed++;
        if (allowed !== expected) throw new Error(`${allowed} allowed instead of ${expected}`);
      };
    },
  };
}

function timeOfOnePass(decide: Decide, workload: Workload): number {
  const start = performance.now();
  for (const request of workload.requests) decide(request);
  return performance.now() - start;
}
